"""The vector layer: a register of 16 float32 lanes that Numba code can compute with.

The kernels are written in terms of one type, `lanes`: sixteen float32 numbers on which `+ - * /` act
lane by lane. LLVM lowers it to whatever the processor has: one 512-bit register (AVX-512), two of 256 bits
(AVX2), or four of 128 bits (SSE, Arm NEON). So a formula reads like the one in `neurarium.engine`:

    m = beta1 * m + (1 - beta1) * g

A float on either side of an operator is spread over all lanes first. Multiply-add pairs may be contracted
into one fused instruction where the processor has one; nothing else is re-ordered, except inside `total`.

Array arguments are flat (1-D, C-contiguous) and addressed by an element offset; there is no bounds check and
no wrap-around of negative indices. What an array is read or written beyond its last element is the caller's
mistake: `load_part` and `store_part` exist for the last, incomplete register of a row.
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

from llvmlite import ir
from numba import types
from numba.core.cgutils import get_or_insert_function
from numba.core.typing.templates import AbstractTemplate, infer_global, signature
from numba.extending import lower_builtin, models, register_model

from neurarium.kernels.compiling import TYPES, inlined, instruction

if TYPE_CHECKING:
    from collections.abc import Callable

    from neurarium.kernels.memory import Floats

WIDTH = 16  # lanes in one register

Register = Any
"""Sixteen float32 numbers, in the signatures of compiled functions."""

_FLOAT = ir.FloatType()
_INT = ir.IntType(32)
FLOATS = ir.VectorType(_FLOAT, WIDTH)
INDEX = ir.IntType(64)
_INTS = ir.VectorType(_INT, WIDTH)
_LONGS = ir.VectorType(INDEX, WIDTH)
_BYTES = ir.VectorType(ir.IntType(8), WIDTH)
_CONTRACT = ("contract",)  # allows a * b + c to become one fused multiply-add, and nothing else


class Lanes(types.Type):  # type: ignore[misc]
    """Numba's name for sixteen float32 numbers in a register."""

    def __init__(self) -> None:
        super().__init__(name="float32x16")


lanes = Lanes()
TYPES["Register"] = lanes


@register_model(Lanes)
class LanesModel(models.PrimitiveModel):  # type: ignore[misc]
    """`Lanes` is LLVM's <16 x float>."""

    def __init__(self, manager: Any, lanes_type: Lanes) -> None:
        super().__init__(manager, lanes_type, FLOATS)


# --- Building blocks for code generation -----------------------------------------------------------------


def splat(builder: Any, scalar: Any) -> Any:
    """Spread one LLVM float over all lanes."""
    first = builder.insert_element(ir.Constant(FLOATS, ir.Undefined), scalar, ir.Constant(_INT, 0))
    return builder.shuffle_vector(first, ir.Constant(FLOATS, ir.Undefined), ir.Constant(_INTS, [0] * WIDTH))


def constant(value: float) -> Any:
    """Return the LLVM constant with `value` (rounded to float32) in every lane."""
    return ir.Constant(FLOATS, [value] * WIDTH)


def multiply_add(builder: Any, x: Any, y: Any, z: Any) -> Any:
    """Return x * y + z: fused where the processor can, two operations where it cannot."""
    kind = ir.FunctionType(FLOATS, [FLOATS] * 3)
    return builder.call(get_or_insert_function(builder.module, kind, "llvm.fmuladd.v16f32"), [x, y, z])


def element_pointer(context: Any, builder: Any, array_type: Any, array: Any, index: Any) -> Any:
    """Return the address of element `index` of a flat array."""
    data = context.make_array(array_type)(context, builder, array).data
    return builder.gep(data, [index])


def load_floats(builder: Any, pointer: Any) -> Any:
    """Load sixteen floats from an address that need not be a multiple of 64 bytes."""
    value = builder.load(builder.bitcast(pointer, FLOATS.as_pointer()))
    value.align = 4
    return value


def store_floats(builder: Any, value: Any, pointer: Any) -> None:
    """Store sixteen floats at an address that need not be a multiple of 64 bytes."""
    builder.store(value, builder.bitcast(pointer, FLOATS.as_pointer())).align = 4


def call_shared(
    builder: Any, name: str, body: Callable[[Any, list[Any]], None], arguments: list[Any]
) -> None:
    """Call a function of the module that is generated at its first use and never inlined.

    Large unrolled loops are kept out of their callers: each copy of them would have to be compiled again.

    Parameters
    ----------
    name
        Tells it apart from others.
    body
        Called with a builder and the function's arguments, to generate what it does.
    arguments
        LLVM values to call it with.
    """
    if name in builder.module.globals:
        function = builder.module.globals[name]
    else:
        kind = ir.FunctionType(ir.VoidType(), [argument.type for argument in arguments])
        function = ir.Function(builder.module, kind, name)
        function.linkage = "linkonce_odr"
        function.attributes.add("noinline")
        inner = ir.IRBuilder(function.append_basic_block("entry"))
        body(inner, list(function.args))
        inner.ret_void()
    builder.call(function, arguments)


def _first(builder: Any, count: Any) -> Any:
    """Return a mask of the lanes below `count` (an int64)."""
    limit = builder.trunc(count, _INT)
    limits = builder.insert_element(ir.Constant(_INTS, ir.Undefined), limit, ir.Constant(_INT, 0))
    limits = builder.shuffle_vector(limits, ir.Constant(_INTS, ir.Undefined), ir.Constant(_INTS, [0] * WIDTH))
    return builder.icmp_signed("<", ir.Constant(_INTS, list(range(WIDTH))), limits)


# --- Operators: + - * / and unary minus -------------------------------------------------------------------


def _register_operator(function: Any, instruction: str) -> None:
    """Teach Numba `lanes op lanes`, `lanes op float` and `float op lanes`."""

    @infer_global(function)
    class LanesOperator(AbstractTemplate):  # type: ignore[misc]
        def generic(self, args: Any, kws: Any) -> Any:
            if (
                len(args) == 2
                and lanes in args
                and all(a == lanes or isinstance(a, types.Number) for a in args)
            ):
                return signature(lanes, *(a if a == lanes else types.float32 for a in args))
            return None

    def lower(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        x, y = (
            value if kind == lanes else splat(builder, value)
            for kind, value in zip(sig.args, args, strict=True)
        )
        return getattr(builder, instruction)(x, y, flags=_CONTRACT)

    for left, right in ((lanes, lanes), (lanes, types.float32), (types.float32, lanes)):
        lower_builtin(function, left, right)(lower)


for _function, _instruction in (
    (operator.add, "fadd"),
    (operator.sub, "fsub"),
    (operator.mul, "fmul"),
    (operator.truediv, "fdiv"),
):
    _register_operator(_function, _instruction)


@infer_global(operator.neg)
class _Negative(AbstractTemplate):  # type: ignore[misc]
    def generic(self, args: Any, kws: Any) -> Any:
        return signature(lanes, lanes) if tuple(args) == (lanes,) else None


@lower_builtin(operator.neg, lanes)  # type: ignore[untyped-decorator]
def _lower_negative(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    return builder.fneg(args[0])


# --- Memory -----------------------------------------------------------------------------------------------


@instruction
def load(typing: Any, array: Any, index: Any) -> Any:
    """Load array[index : index + 16]."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return load_floats(builder, element_pointer(context, builder, sig.args[0], *args))

    return lanes(array, types.int64), generate


@instruction
def store(typing: Any, array: Any, index: Any, value: Any) -> Any:
    """Set array[index : index + 16] = value."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        store_floats(builder, args[2], element_pointer(context, builder, sig.args[0], *args[:2]))
        return context.get_dummy_value()

    return types.void(array, types.int64, lanes), generate


@instruction
def load_part(typing: Any, array: Any, index: Any, count: Any) -> Any:
    """Load array[index : index + count] into the first lanes; the other lanes are 0 and are not read."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        pointer = element_pointer(context, builder, sig.args[0], *args[:2])
        pointer = builder.bitcast(pointer, FLOATS.as_pointer())
        mask = _first(builder, args[2])
        kind = ir.FunctionType(FLOATS, [FLOATS.as_pointer(), _INT, mask.type, FLOATS])
        masked = get_or_insert_function(builder.module, kind, "llvm.masked.load.v16f32.p0")
        return builder.call(masked, [pointer, ir.Constant(_INT, 4), mask, constant(0.0)])

    return lanes(array, types.int64, types.int64), generate


@instruction
def store_part(typing: Any, array: Any, index: Any, value: Any, count: Any) -> Any:
    """Set array[index : index + count] from the first lanes; nothing beyond is written."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        pointer = element_pointer(context, builder, sig.args[0], *args[:2])
        pointer = builder.bitcast(pointer, FLOATS.as_pointer())
        mask = _first(builder, args[3])
        kind = ir.FunctionType(ir.VoidType(), [FLOATS, FLOATS.as_pointer(), _INT, mask.type])
        masked = get_or_insert_function(builder.module, kind, "llvm.masked.store.v16f32.p0")
        builder.call(masked, [args[2], pointer, ir.Constant(_INT, 4), mask])
        return context.get_dummy_value()

    return types.void(array, types.int64, lanes, types.int64), generate


@instruction
def load_bytes(typing: Any, array: Any, index: Any) -> Any:
    """Load sixteen uint8 numbers array[index : index + 16] as floats 0.0 ... 255.0."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        pointer = element_pointer(context, builder, sig.args[0], *args)
        value = builder.load(builder.bitcast(pointer, _BYTES.as_pointer()))
        value.align = 1
        return builder.uitofp(builder.zext(value, _INTS), FLOATS)

    return lanes(array, types.int64), generate


@instruction
def at(typing: Any, array: Any, index: Any) -> Any:
    """Return the scalar array[index] of a flat array, without the wrap-around of negative indices."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return builder.load(element_pointer(context, builder, sig.args[0], *args))

    return array.dtype(array, types.int64), generate


@instruction
def prefetch(typing: Any, array: Any, index: Any) -> Any:
    """Ask for the cache line of array[index], which will be read soon. Any address is allowed."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        pointer = element_pointer(context, builder, sig.args[0], *args)
        pointer = builder.bitcast(pointer, ir.IntType(8).as_pointer())
        kind = ir.FunctionType(ir.VoidType(), [pointer.type, _INT, _INT, _INT])
        function = get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        read, keep, data = (ir.Constant(_INT, code) for code in (0, 3, 1))
        builder.call(function, [pointer, read, keep, data])
        return context.get_dummy_value()

    return types.void(array, types.int64), generate


# --- Functions of one register ----------------------------------------------------------------------------


@instruction
def spread(typing: Any, value: Any) -> Any:
    """Return a register with `value` in every lane."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return splat(builder, args[0])

    return lanes(types.float32), generate


@instruction
def first_lanes(typing: Any, value: Any, count: Any, rest: Any) -> Any:
    """Keep the first `count` lanes of `value` and set the others to the number `rest`."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return builder.select(_first(builder, args[1]), args[0], splat(builder, args[2]))

    return lanes(lanes, types.int64, types.float32), generate


@instruction
def where_at_least(typing: Any, x: Any, limit: Any, yes: Any, no: Any) -> Any:
    """Return, lane by lane, `yes` where x >= limit and `no` elsewhere."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return builder.select(builder.fcmp_ordered(">=", args[0], args[1]), args[2], args[3])

    return lanes(lanes, lanes, lanes, lanes), generate


@instruction
def where_positive(typing: Any, condition: Any, yes: Any, no: Any) -> Any:
    """Return, lane by lane, `yes` where condition > 0 and `no` elsewhere (also where condition is NaN)."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return builder.select(builder.fcmp_ordered(">", args[0], constant(0.0)), args[1], args[2])

    return lanes(lanes, lanes, lanes), generate


@instruction
def larger(typing: Any, x: Any, y: Any) -> Any:
    """Return max(x, y) lane by lane; NaN in x stays NaN."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return builder.select(builder.fcmp_ordered("<", args[0], args[1]), args[1], args[0])

    return lanes(lanes, lanes), generate


@instruction
def smaller(typing: Any, x: Any, y: Any) -> Any:
    """Return min(x, y) lane by lane; NaN in x stays NaN."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return builder.select(builder.fcmp_ordered(">", args[0], args[1]), args[1], args[0])

    return lanes(lanes, lanes), generate


def _unary(name: str, what: str) -> Callable[..., Any]:
    """Make an intrinsic from LLVM's lane-wise function of that name."""

    @instruction
    def function(typing: Any, value: Any) -> Any:
        def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
            kind = ir.FunctionType(FLOATS, [FLOATS])
            return builder.call(get_or_insert_function(builder.module, kind, f"llvm.{name}.v16f32"), args)

        return lanes(lanes), generate

    function.__doc__ = what
    return function


root = _unary("sqrt", "Return the square root of every lane.")
magnitude = _unary("fabs", "Return the absolute value of every lane.")


@instruction
def sign(typing: Any, value: Any) -> Any:
    """Return -1, 0 or 1 for every lane."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        zero = constant(0.0)
        below = builder.select(builder.fcmp_ordered("<", args[0], zero), constant(-1.0), zero)
        return builder.select(builder.fcmp_ordered(">", args[0], zero), constant(1.0), below)

    return lanes(lanes), generate


@instruction
def total(typing: Any, value: Any) -> Any:
    """Return the sum of the sixteen lanes (added pairwise, always in the same order)."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        vector = args[0]
        for half in (8, 4, 2, 1):
            upper = ir.Constant(ir.VectorType(_INT, half), list(range(half, 2 * half)))
            lower = ir.Constant(ir.VectorType(_INT, half), list(range(half)))
            rest = ir.Constant(vector.type, ir.Undefined)
            vector = builder.fadd(
                builder.shuffle_vector(vector, rest, lower), builder.shuffle_vector(vector, rest, upper)
            )
        return builder.extract_element(vector, ir.Constant(_INT, 0))

    return types.float32(lanes), generate


@instruction
def peak(typing: Any, value: Any) -> Any:
    """Return the largest of the sixteen lanes."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        kind = ir.FunctionType(_FLOAT, [FLOATS])
        reduce = get_or_insert_function(builder.module, kind, "llvm.vector.reduce.fmax.v16f32")
        return builder.call(reduce, args)

    return types.float32(lanes), generate


@instruction
def lane_is(typing: Any, lane: Any) -> Any:
    """Return 1 in that lane (an int64; none if it is not 0 to 15) and 0 in the others."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        number = builder.insert_element(ir.Constant(_LONGS, ir.Undefined), args[0], ir.Constant(_INT, 0))
        zeros = ir.Constant(_INTS, [0] * WIDTH)
        numbers = builder.shuffle_vector(number, ir.Constant(_LONGS, ir.Undefined), zeros)
        equal = builder.icmp_signed("==", ir.Constant(_LONGS, list(range(WIDTH))), numbers)
        return builder.select(equal, constant(1.0), constant(0.0))

    return lanes(types.int64), generate


@instruction
def lane_of(typing: Any, value: Any, number: Any) -> Any:
    """Return the first lane that is equal to a number; 16 if there is none."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        equal = builder.fcmp_ordered("==", args[0], splat(builder, args[1]))
        bits = builder.zext(builder.bitcast(equal, ir.IntType(WIDTH)), _INT)
        guarded = builder.or_(bits, ir.Constant(_INT, 1 << WIDTH))
        return builder.zext(builder.cttz(guarded, ir.Constant(ir.IntType(1), 1)), INDEX)

    return types.int64(lanes, types.float32), generate


@instruction
def exp(typing: Any, value: Any) -> Any:
    """Return e to the power of every lane, to within 2 units in the last place.

    e^x = 2^n * e^r with n = round(x / ln 2) and |r| <= ln(2) / 2; e^r is a polynomial of degree six whose
    coefficients are Cephes' minimax fit (S. Moshier, *Methods and Programs for Mathematical Functions*,
    1989). Arguments above 88.37 give infinity, below -87.33 they give 0; NaN gives NaN.
    """

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        x = args[0]
        above = builder.fcmp_ordered(">", x, constant(88.37))
        below = builder.fcmp_ordered("<", x, constant(-87.33))
        inside = builder.select(builder.or_(above, below), constant(0.0), x)
        unary = ir.FunctionType(FLOATS, [FLOATS])
        nearest = get_or_insert_function(builder.module, unary, "llvm.rint.v16f32")
        n = builder.call(nearest, [builder.fmul(inside, constant(1.44269504088896341))])
        # r = x - n ln 2, with ln 2 split in two so that no digit is lost.
        r = multiply_add(builder, n, constant(-0.693359375), inside)
        r = multiply_add(builder, n, constant(2.12194440e-4), r)
        p = constant(1.9875691500e-4)
        for coefficient in (1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 0.5):
            p = multiply_add(builder, p, r, constant(coefficient))
        power = multiply_add(builder, p, builder.fmul(r, r), builder.fadd(r, constant(1.0)))
        exponent = builder.add(builder.fptosi(n, _INTS), ir.Constant(_INTS, [127] * WIDTH))
        scale = builder.bitcast(builder.shl(exponent, ir.Constant(_INTS, [23] * WIDTH)), FLOATS)
        result = builder.fmul(power, scale)
        result = builder.select(above, constant(float("inf")), result)
        return builder.select(below, constant(0.0), result)

    return lanes(lanes), generate


@instruction
def log(typing: Any, value: Any) -> Any:
    """Return the natural logarithm of every lane, to 2 units in the last place.

    Lanes must be positive and normal numbers, infinite, or NaN.

    x = 2^n * m with m from sqrt(1/2) to sqrt(2); ln x = n ln 2 + ln m; ln m is a polynomial in m - 1
    (Cephes).
    """

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        x = args[0]
        bits = builder.bitcast(x, _INTS)
        # Counted from sqrt(1/2), so that the exponent's bits are those of n and the rest those of m.
        offset = builder.sub(bits, ir.Constant(_INTS, [0x3F3504F3] * WIDTH))
        n = builder.sitofp(builder.ashr(offset, ir.Constant(_INTS, [23] * WIDTH)), FLOATS)
        rest = builder.and_(offset, ir.Constant(_INTS, [0x007FFFFF] * WIDTH))
        m = builder.bitcast(builder.add(rest, ir.Constant(_INTS, [0x3F3504F3] * WIDTH)), FLOATS)
        f = builder.fsub(m, constant(1.0))
        square = builder.fmul(f, f)
        p = constant(7.0376836292e-2)
        for coefficient in (
            -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1,
            -1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
        ):  # fmt: skip
            p = multiply_add(builder, p, f, constant(coefficient))
        y = builder.fmul(builder.fmul(p, f), square)
        y = multiply_add(builder, n, constant(-2.12194440e-4), y)
        y = multiply_add(builder, square, constant(-0.5), y)
        result = multiply_add(builder, n, constant(0.693359375), builder.fadd(f, y))
        finite = builder.fcmp_ordered("<", x, constant(float("inf")))
        return builder.select(finite, result, x)  # infinity and NaN stay what they are

    return lanes(lanes), generate


# --- Incomplete registers ---------------------------------------------------------------------------------


@inlined
def load_some(array: Floats, index: int, count: int) -> Register:
    """Load 16 elements, or only the first `count` if that is less (then the other lanes are 0)."""
    if count >= WIDTH:
        return load(array, index)
    return load_part(array, index, count)


@inlined
def store_some(array: Floats, index: int, value: Register, count: int) -> None:
    """Store 16 elements, or only the first `count` if that is less."""
    if count >= WIDTH:
        store(array, index, value)
    else:
        store_part(array, index, value, count)
