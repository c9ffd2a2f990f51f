"""The vector layer: a register of 16 float32 lanes that Numba code can compute with.

The kernels are written in terms of one type, `lanes`: sixteen float32 numbers on which `+ - * /` act
lane by lane. LLVM lowers it to whatever the processor has: one 512-bit register (AVX-512), two of 256 bits
(AVX2), or four of 128 bits (SSE, Arm NEON). So a formula reads like the one in `neurarium.engine`:

    m = beta1 * m + (1 - beta1) * g

A float on either side of an operator is spread over all lanes first. Multiply-add pairs may be contracted
into one fused instruction where the processor has one; nothing else is re-ordered, except inside `lane_sum`.

Array arguments are flat (1-D, C-contiguous) and addressed by an element offset; there is no bounds check and
no wrap-around of negative indices. Reading or writing beyond the last element is the caller's mistake:
`load_part` and `store_part` exist for the last, incomplete register of a row.
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
INT = ir.IntType(32)
FLOATS = ir.VectorType(_FLOAT, WIDTH)
INDEX = ir.IntType(64)
INTS = ir.VectorType(INT, WIDTH)
BYTES = ir.VectorType(ir.IntType(8), WIDTH)
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
    first = builder.insert_element(ir.Constant(FLOATS, ir.Undefined), scalar, ir.Constant(INT, 0))
    return builder.shuffle_vector(first, ir.Constant(FLOATS, ir.Undefined), ir.Constant(INTS, [0] * WIDTH))


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


def load_raw(builder: Any, pointer: Any) -> Any:
    """Load sixteen bytes, as they are, from any address."""
    value = builder.load(builder.bitcast(pointer, BYTES.as_pointer()))
    value.align = 1
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


def first_mask(builder: Any, count: Any) -> Any:
    """Return a mask of the lanes below `count` (an int64)."""
    limit = builder.trunc(count, INT)
    limits = builder.insert_element(ir.Constant(INTS, ir.Undefined), limit, ir.Constant(INT, 0))
    limits = builder.shuffle_vector(limits, ir.Constant(INTS, ir.Undefined), ir.Constant(INTS, [0] * WIDTH))
    return builder.icmp_signed("<", ir.Constant(INTS, list(range(WIDTH))), limits)


# --- Operators: + - * / and unary minus, and what they do to a float ---------------------------------------


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


@instruction
def spread(typing: Any, value: Any) -> Any:
    """Return a register with `value` in every lane."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return splat(builder, args[0])

    return lanes(types.float32), generate


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
        mask = first_mask(builder, args[2])
        kind = ir.FunctionType(FLOATS, [FLOATS.as_pointer(), INT, mask.type, FLOATS])
        masked = get_or_insert_function(builder.module, kind, "llvm.masked.load.v16f32.p0")
        return builder.call(masked, [pointer, ir.Constant(INT, 4), mask, constant(0.0)])

    return lanes(array, types.int64, types.int64), generate


@instruction
def store_part(typing: Any, array: Any, index: Any, value: Any, count: Any) -> Any:
    """Set array[index : index + count] from the first lanes; nothing beyond is written."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        pointer = element_pointer(context, builder, sig.args[0], *args[:2])
        pointer = builder.bitcast(pointer, FLOATS.as_pointer())
        mask = first_mask(builder, args[3])
        kind = ir.FunctionType(ir.VoidType(), [FLOATS, FLOATS.as_pointer(), INT, mask.type])
        masked = get_or_insert_function(builder.module, kind, "llvm.masked.store.v16f32.p0")
        builder.call(masked, [args[2], pointer, ir.Constant(INT, 4), mask])
        return context.get_dummy_value()

    return types.void(array, types.int64, lanes, types.int64), generate


@instruction
def load_bytes(typing: Any, array: Any, index: Any) -> Any:
    """Load sixteen uint8 numbers array[index : index + 16] as floats 0.0 ... 255.0."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        raw = load_raw(builder, element_pointer(context, builder, sig.args[0], *args))
        return builder.uitofp(builder.zext(raw, INTS), FLOATS)

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
        kind = ir.FunctionType(ir.VoidType(), [pointer.type, INT, INT, INT])
        function = get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        read, keep, data = (ir.Constant(INT, code) for code in (0, 3, 1))
        builder.call(function, [pointer, read, keep, data])
        return context.get_dummy_value()

    return types.void(array, types.int64), generate


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
