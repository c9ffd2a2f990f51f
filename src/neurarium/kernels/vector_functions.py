"""Functions of registers: what the kernels compute lane by lane, and what they ask of all lanes together.

They continue the vector layer (see `vectors`, where the register, its operators and its memory are).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from llvmlite import ir
from numba import types
from numba.core.cgutils import get_or_insert_function

from neurarium.kernels.compiling import instruction
from neurarium.kernels.vectors import (
    BYTES,
    FLOATS,
    INDEX,
    INT,
    INTS,
    WIDTH,
    constant,
    element_pointer,
    first_mask,
    lanes,
    load_raw,
    multiply_add,
    splat,
)

if TYPE_CHECKING:
    from collections.abc import Callable

LONGS = ir.VectorType(INDEX, WIDTH)


@instruction
def first_lanes(typing: Any, value: Any, count: Any, rest: Any) -> Any:
    """Keep the first `count` lanes of `value` and set the others to the number `rest`."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return builder.select(first_mask(builder, args[1]), args[0], splat(builder, args[2]))

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
def maximum(typing: Any, x: Any, y: Any) -> Any:
    """Return max(x, y) lane by lane; NaN in x stays NaN."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return builder.select(builder.fcmp_ordered("<", args[0], args[1]), args[1], args[0])

    return lanes(lanes, lanes), generate


@instruction
def minimum(typing: Any, x: Any, y: Any) -> Any:
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


sqrt = _unary("sqrt", "Return the square root of every lane.")
absolute = _unary("fabs", "Return the absolute value of every lane.")


@instruction
def sign(typing: Any, value: Any) -> Any:
    """Return -1, 0 or 1 for every lane."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        zero = constant(0.0)
        below = builder.select(builder.fcmp_ordered("<", args[0], zero), constant(-1.0), zero)
        return builder.select(builder.fcmp_ordered(">", args[0], zero), constant(1.0), below)

    return lanes(lanes), generate


@instruction
def lane_sum(typing: Any, value: Any) -> Any:
    """Return the sum of the sixteen lanes (added pairwise, always in the same order)."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        vector = args[0]
        for half in (8, 4, 2, 1):
            upper = ir.Constant(ir.VectorType(INT, half), list(range(half, 2 * half)))
            lower = ir.Constant(ir.VectorType(INT, half), list(range(half)))
            rest = ir.Constant(vector.type, ir.Undefined)
            vector = builder.fadd(
                builder.shuffle_vector(vector, rest, lower), builder.shuffle_vector(vector, rest, upper)
            )
        return builder.extract_element(vector, ir.Constant(INT, 0))

    return types.float32(lanes), generate


@instruction
def lane_max(typing: Any, value: Any) -> Any:
    """Return the largest of the sixteen lanes."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        kind = ir.FunctionType(ir.FloatType(), [FLOATS])
        reduce = get_or_insert_function(builder.module, kind, "llvm.vector.reduce.fmax.v16f32")
        return builder.call(reduce, args)

    return types.float32(lanes), generate


@instruction
def lane_is(typing: Any, lane: Any) -> Any:
    """Return 1 in that lane (an int64; none if it is not 0 to 15) and 0 in the others."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        number = builder.insert_element(ir.Constant(LONGS, ir.Undefined), args[0], ir.Constant(INT, 0))
        zeros = ir.Constant(INTS, [0] * WIDTH)
        numbers = builder.shuffle_vector(number, ir.Constant(LONGS, ir.Undefined), zeros)
        equal = builder.icmp_signed("==", ir.Constant(LONGS, list(range(WIDTH))), numbers)
        return builder.select(equal, constant(1.0), constant(0.0))

    return lanes(types.int64), generate


@instruction
def lane_of(typing: Any, value: Any, number: Any) -> Any:
    """Return the first lane that is equal to a number; 16 if there is none."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        equal = builder.fcmp_ordered("==", args[0], splat(builder, args[1]))
        return _count_zeros(builder, builder.or_(_marks(builder, equal), INDEX(1 << WIDTH)))

    return types.int64(lanes, types.float32), generate


# --- Which lanes ------------------------------------------------------------------------------------------


def _marks(builder: Any, chosen: Any) -> Any:
    """Return an integer whose lowest 16 bits say for each lane whether it was chosen."""
    return builder.zext(builder.bitcast(chosen, ir.IntType(WIDTH)), INDEX)


def _count_zeros(builder: Any, marks: Any) -> Any:
    """Return how many bits below the lowest 1 there are; there must be one."""
    return builder.cttz(marks, ir.Constant(ir.IntType(1), 1))


@instruction
def nonzero(typing: Any, value: Any) -> Any:
    """Return an integer in which bit i is 1 if lane i is not 0 (NaN is not 0)."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return _marks(builder, builder.fcmp_unordered("!=", args[0], constant(0.0)))

    return types.int64(lanes), generate


@instruction
def nonzero_bytes(typing: Any, array: Any, index: Any) -> Any:
    """Return an integer in which bit i is 1 if the byte array[index + i] is not 0, for i < 16."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        raw = load_raw(builder, element_pointer(context, builder, sig.args[0], *args))
        return _marks(builder, builder.icmp_unsigned("!=", raw, ir.Constant(BYTES, [0] * WIDTH)))

    return types.int64(array, types.int64), generate


@instruction
def lowest_bit(typing: Any, marks: Any) -> Any:
    """Return the number of the lowest bit that is 1; there must be one."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return _count_zeros(builder, args[0])

    return types.int64(types.int64), generate


@instruction
def count_bits(typing: Any, marks: Any) -> Any:
    """Return how many bits are 1."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return builder.ctpop(args[0])

    return types.int64(types.int64), generate


# --- Powers and logarithms --------------------------------------------------------------------------------


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
        exponent = builder.add(builder.fptosi(n, INTS), ir.Constant(INTS, [127] * WIDTH))
        scale = builder.bitcast(builder.shl(exponent, ir.Constant(INTS, [23] * WIDTH)), FLOATS)
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
        bits = builder.bitcast(x, INTS)
        # Counted from sqrt(1/2), so that the exponent's bits are those of n and the rest those of m.
        offset = builder.sub(bits, ir.Constant(INTS, [0x3F3504F3] * WIDTH))
        n = builder.sitofp(builder.ashr(offset, ir.Constant(INTS, [23] * WIDTH)), FLOATS)
        rest = builder.and_(offset, ir.Constant(INTS, [0x007FFFFF] * WIDTH))
        m = builder.bitcast(builder.add(rest, ir.Constant(INTS, [0x3F3504F3] * WIDTH)), FLOATS)
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
