"""Which administrative unit somebody means by what she types: a key, or a name as people write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from exports.indicators.unit_names import plain, plain_names
from exports.indicators.units import NEW, OLD, Unit, Units

TYPED_CHARACTERS_MAX = 200
_CANDIDATES_MAX = 5


class UnitNotFoundError(ValueError):
    """No unit is meant, or several may be; the sentences say what to write."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.vi, self.en = vi, en


def unit_meant(units: Units, typed: str, vintage: str) -> Unit:
    """Return the unit that is meant, in a tree first. Raises UnitNotFoundError.

    A key (``2024-06``, ``legacy-06``) or a name, without its marks too, and with what it lies in:
    ``Cao Sơn, Bạch Thông``. A name without its kind means the province of that name. What the tree
    does not know is looked for in the other one: Bắc Kạn is no province any more.
    """
    if (found := units.find(typed)) is not None:
        return found
    if len(typed) > TYPED_CHARACTERS_MAX:
        raise _unknown(typed[:TYPED_CHARACTERS_MAX])
    here = _called(units, typed, vintage)
    there = _called(units, typed, OLD if vintage == NEW else NEW)
    one = _told_apart(typed, here, there)
    if one is not None:
        return one
    if not here and not there:
        raise _unknown(typed)
    raise _ambiguous(units, typed, [*here, *(one for one in there if one.level == "province")])


def candidates(units: Units, found: Sequence[Unit]) -> str:
    """Write some units so that one of them can be chosen: each by its key and where it lies."""
    named = "; ".join(f"{one.key} {address(units, one)}" for one in found[:_CANDIDATES_MAX])
    return f"{named} …" if len(found) > _CANDIDATES_MAX else named


def address(units: Units, unit: Unit) -> str:
    """Return a unit's name and those of all that it lies in, the country aside."""
    return ", ".join([unit.label, *(one.label for one in _above(units, unit))])


def _above(units: Units, unit: Unit) -> Iterable[Unit]:
    above = units.find(unit.parent)
    while above is not None and above.level != "country":
        yield above
        above = units.find(above.parent)


def _called(units: Units, typed: str, vintage: str) -> Sequence[Unit]:
    """Return the units of a tree that may be meant: by the whole of it, else part by part."""
    if whole := units.find_named(typed, vintage):
        return whole
    name, *around = typed.split(",")
    wanted = [plain(one) for one in around if plain(one)]
    return [unit for unit in units.find_named(name, vintage) if _lies_in(units, unit, wanted)]


def _lies_in(units: Units, unit: Unit, wanted: Sequence[str]) -> bool:
    names = [plain_names(one.label) for one in _above(units, unit)]
    return all(any(name in some for some in names) for name in wanted)


def _told_apart(typed: str, here: Sequence[Unit], there: Sequence[Unit]) -> Unit | None:
    """Return the one that is meant; None: nobody can tell."""
    if (province := _province(typed, here)) is not None:
        return province
    if not here:
        return _province(typed, there) or (there[0] if len(there) == 1 else None)
    other = _province(typed, there)
    return here[0] if len(here) == 1 and other is None else None


def _province(typed: str, found: Sequence[Unit]) -> Unit | None:
    """Return the only province among units that somebody named without saying their kind."""
    bare = plain(typed)
    provinces = [
        one for one in found if one.level == "province" and plain_names(one.label)[0] == bare
    ]
    return provinces[0] if len(provinces) == 1 else None


def _unknown(typed: str) -> UnitNotFoundError:
    return UnitNotFoundError(
        f"không có đơn vị nào tên hoặc mã “{typed}”. Hãy ghi mã có năm (2024-06), hoặc tên đơn vị",
        f"no unit has the name or key “{typed}”. Write a key with its year (2024-06), or a name",
    )


def _ambiguous(units: Units, typed: str, found: Sequence[Unit]) -> UnitNotFoundError:
    named = candidates(units, found)
    return UnitNotFoundError(
        f"“{typed}” có thể là: {named}. Hãy ghi mã, hoặc thêm tên cấp trên sau dấu phẩy",
        f"“{typed}” may be: {named}. Write the key, or what it lies in after a comma",
    )
