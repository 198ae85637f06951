"""The forms that are fuzzed over, ready: as XForm, with their media and a handful of submissions.

Some submissions are filled by JavaRosa, some are written here for what no filling draws: nothing
answered, odd texts, numbers at their limits. These are opened and written back by JavaRosa, so that
what they calculate is right.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pyxform.xls2xform import convert

from forms.definition import FormDef
from forms.xform import read_form
from tests.forms.differential.moments import moments_xform
from tests.forms.differential.sources import MEDIA, WORKBOOKS, Workbook
from tests.kit.javarosa.engine import Filling, Job, fill_many, settle

ORACLE = Path(__file__).parents[1] / "oracle"
FILLED_EACH = 4
SEED = 20260305
_DAYS = ("2026-03-05", "2026-02-28", "2025-12-31", "2026-03-04", "2026-01-01", "2021-06-15")
DAYS: Mapping[str, object] = {
    "visit_date": _DAYS,
    "born": ("1981-04-30", "2012-02-29", "1969-12-31", "2020-01-01"),
    "seen": _DAYS[1:],
    "day": _DAYS[2:],
    "r_day": _DAYS[1:],
}
"""Chance would take the same day again and again."""


ANSWERS: Mapping[str, object] = {
    **DAYS,
    "n_members": (2, 3, 1, 4),  # counted by 0, a repeat keeps one entry, in Collect too
    "/data/age": (34, 17, 70, 15),  # the tricky form wants children who are younger
}
"""What chance does not find."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDisk:
    """Where JavaRosa finds a form: its file and the folder of its media."""

    xform: Path
    media: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class FuzzForm:
    """A form, what stands beside it, and submissions of it."""

    name: str
    form: FormDef
    files: Mapping[str, bytes]
    place: OnDisk
    submissions: tuple[Path, ...]


def fuzz_forms(folder: Path) -> list[FuzzForm]:
    """Make every form and its submissions in ``folder``; the same each time."""
    places = {name: _written(name, xform, folder) for name, xform in _xforms().items()}
    submissions = _filled(places)
    for name, more in _settled(places).items():
        submissions[name] += more
    return [
        FuzzForm(
            name=name,
            form=read_form(place.xform.read_bytes()),
            files=MEDIA.get(name, {}),
            place=place,
            submissions=tuple(submissions[name]),
        )
        for name, place in places.items()
    ]


def xform_of(workbook: Workbook) -> bytes:
    """Return a workbook as pyxform converts it."""
    sheets = {name: [dict(row) for row in rows] for name, rows in workbook.items()}
    xform: str = convert(xlsform=sheets).xform
    return xform.encode()


def _xforms() -> dict[str, bytes]:
    made = {name: xform_of(workbook) for name, workbook in WORKBOOKS.items()}
    return made | {
        "moments": moments_xform(),
        "gbv": (ORACLE / "tricky-form.xml").read_bytes(),
    }


def _written(name: str, xform: bytes, folder: Path) -> OnDisk:
    place = OnDisk(xform=folder / name / "form.xml", media=folder / name / "media")
    place.media.mkdir(parents=True)
    place.xform.write_bytes(xform)
    for file_name, data in MEDIA.get(name, {}).items():
        (place.media / file_name).write_bytes(data)
    return place


def _filled(places: Mapping[str, OnDisk]) -> dict[str, list[Path]]:
    """Let JavaRosa fill all but the tricky form, which asks for what chance does not find."""
    fillings = {
        name: Filling(
            form=place.xform,
            media=place.media,
            out=place.xform.parent / "filled",
            count=FILLED_EACH,
            seed=SEED,
            skip=0.2,
            answers=DAYS,
        )
        for name, place in places.items()
        if name != "gbv"
    }
    filled = fill_many(list(fillings.values()))
    made = {
        name: [one.folder / "submission.xml" for one in folders]
        for name, folders in zip(fillings, filled, strict=True)
    }
    return made | {"gbv": []}


def _settled(places: Mapping[str, OnDisk]) -> dict[str, list[Path]]:
    """Let JavaRosa open the submissions of WRITTEN and write them back."""
    tricky = (ORACLE / "tricky-submission.xml").read_text("utf-8")
    written = {**WRITTEN, "gbv": (tricky,)}
    settled: dict[str, list[Path]] = {name: [] for name in written}
    jobs: list[tuple[Path, Job]] = []
    for name, texts in written.items():
        for number, text in enumerate(texts, start=1):
            path = places[name].xform.parent / f"written-{number}.xml"
            path.write_text(text, "utf-8")
            settled[name].append(path)
            place = places[name]
            jobs.append((path, Job(form=place.xform, media=place.media, submission=path)))
    for (path, _), xml in zip(jobs, settle(job for _, job in jobs), strict=True):
        path.write_bytes(xml)
    return settled


WRITTEN: Mapping[str, tuple[str, ...]] = {
    "household": (
        """<data id="household" version="2026030501"><visit_date/><contact><head/><phone/></contact>
        <n_members/><income/><satisfied/><poor/><district/><commune/><commune_name/><commune_pop/>
        <sum_age/><oldest/><n_adults/><has_adults/><each/><due/><month/><level/><first_name/>
        </data>""",
        """<data id="household" version="2026030501"><visit_date>2024-02-29</visit_date><contact>
        <head>Nguyễn Thị  Hoa 😀 O'Neil "x"</head><phone>0912345678</phone></contact>
        <n_members>3</n_members><income>0.00001</income><satisfied>0</satisfied><poor>yes</poor>
        <needs>food other</needs><other_need>Áo ấm, sách &amp; vở</other_need>
        <district>me_linh</district><commune>c007</commune><commune_name/><commune_pop/>
        <violence><times>-3</times><story>Đêm\nhôm qua</story></violence>
        <member><fullname>Lan</fullname><age>0</age><sex/><born>2024-02-29</born><is_adult/><place/>
        <said/></member><member><fullname>Nguyễn Văn Đặng</fullname><age>45</age><sex>m</sex>
        <born>1978-12-31</born><studies>yes</studies><grade>12</grade>
        <member_needs>legal shelter other</member_needs><is_adult/><place/><said/></member>
        <member><fullname>10</fullname><age/><sex>f</sex><is_adult/><place/><said/></member>
        <sum_age/><oldest/><n_adults/><has_adults/><each/><due/><month/><level/><first_name/>
        </data>""",
    ),
    "villages": (
        """<data id="villages" version="2026030501"><district_name>-5</district_name>
        <rate>-12345678.125</rate><total_area/><n_villages/><biggest/><names/><many/></data>""",
        """<data id="villages" version="2026030501"><district_name>Mê Linh</district_name>
        <rate>2147483648</rate><village><vname>Thôn Đoài</vname><dist>-7</dist><place>
        <centre>21.5 105.25 3.5 10</centre><road/></place><house><hname>Bà Bảy</hname>
        <field_area>2.5</field_area><crop>che</crop><seen>1999-12-31</seen>
        <extra><trees>11</trees><remark>cây mít</remark></extra>
        <person><pname>Bảy</pname><years>71</years><likes>lua che</likes><grown/><nth/></person>
        <person><pname>Út</pname><years>-1</years><likes/><grown/><nth/></person>
        <price/><worth/><n_persons/></house><house><hname>Ông Ba</hname><field_area/><crop/><seen/>
        <price/><worth/><n_persons/></house><village_area/><n_houses/></village>
        <village><vname/><dist/><place><centre/><road/></place><village_area/><n_houses/></village>
        <total_area/><n_villages/><biggest/><names/><many/></data>""",
    ),
    "lists": (
        """<data id="lists" version="2026030501"><colour>10</colour><colours>10 do</colours><well/>
        <communes_seen/><free>  do </free><how_many>10</how_many><colour_said/><first_colour/>
        <n_colours/><is_red/><well_depth/><all_said/></data>""",
    ),
    "moments": (
        """<data id="moments" version="1"><day/><moment/><hour/><whole/><part/><flag/><spot/><way/>
        <plot/><words/><yn/><c_text/><c_int/><c_decimal/><c_boolean/><c_date/><c_moment/><c_spot/>
        <s_boolean/><s_number/><s_big/><s_date/><s_far/><s_area/><s_once/><c_last/></data>""",
        """<data id="moments" version="1"><day>1969-12-31</day>
        <moment>2026-12-31T23:59:59.999+07:00</moment><hour>23:30:00.000+07:00</hour><whole>6</whole>
        <part>-0.5</part><flag>1</flag><spot>-8.5 -70.25 0 0</spot>
        <way>21 105 0 0;21.5 105.5 0 0;22 105 0 0</way>
        <plot>21 105 0 0;21.01 105 0 0;21.01 105.01 0 0;21 105 0 0</plot><words>2026-03-05</words>
        <yn>yes</yn><hidden><h_day>2026-03-05</h_day><h_whole>2147483647</h_whole></hidden><reading>
        <r_day>2026-03-05</r_day><r_moment>2026-03-05T00:00:00.000+07:00</r_moment>
        <r_hour>06:00:00.000+07:00</r_hour><r_whole>-2147483648</r_whole><r_part>1000000.5</r_part>
        <r_flag>0</r_flag><r_spot>21 105 0 0</r_spot><r_words>12,5</r_words><c_day/><c_later/>
        </reading><reading><r_day/><r_moment/><r_hour/><r_whole/><r_part/><r_flag/><r_spot/>
        <r_words/><c_day/><c_later/></reading><c_text/><c_int/><c_decimal/><c_boolean/><c_date/>
        <c_moment/><c_spot/><s_boolean/><s_number/><s_big/><s_date/><s_far/><s_area/>
        <s_once>lần đầu</s_once><c_last/></data>""",
    ),
}
