"""The forms that are fuzzed over: workbooks as designers write them, and their tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Row = Mapping[str, str]
Workbook = Mapping[str, Sequence[Row]]


def ask(kind: str, name: str = "", **columns: str) -> Row:
    """Return a row of a survey; what is asked is labelled with its name."""
    labelled = {} if kind == "calculate" or kind.startswith("end ") else {"label": name}
    return {"type": kind, "name": name} | labelled | columns


def calculate(name: str, calculation: str) -> Row:
    return ask("calculate", name, calculation=calculation)


def choices(list_name: str, **labels: str) -> list[Row]:
    return [{"list_name": list_name, "name": n, "label": said} for n, said in labels.items()]


def _settings(form_id: str) -> list[Row]:
    return [{"form_id": form_id, "form_title": form_id, "version": "2026030501"}]


_YES_NO = choices("yn", yes="Có", no="Không")
_SEX = choices("sex", f="Nữ", m="Nam", o="Khác")
_NEEDS = choices("needs", food="Lương thực", legal="Tư vấn luật", shelter="Nhà ở", other="Khác")
_DISTRICTS = choices("district", dong_anh="Đông Anh", me_linh="Mê Linh", soc_son="Sóc Sơn")

HOUSEHOLD: Workbook = {
    "survey": [
        ask("date", "visit_date", required="yes", constraint=". >= date('2020-01-01')"),
        ask("begin group", "contact"),
        ask("text", "head", required="yes"),
        ask("text", "phone", constraint="regex(., '0[0-9]{9}')", constraint_message="Sai số"),
        ask("end group", "contact"),
        ask("integer", "n_members", required="yes", constraint=". >= 0 and . <= 4"),
        ask("decimal", "income", constraint=". < 1000000000"),
        ask("range", "satisfied", parameters="start=0 end=10 step=1"),
        ask("select_one yn", "poor", required="yes"),
        ask("select_multiple needs", "needs", relevant="${poor} = 'yes'"),
        ask("text", "other_need", relevant="selected(${needs}, 'other')"),
        ask("select_one district", "district"),
        ask("select_one_from_file communes.csv", "commune", choice_filter="district = ${district}"),
        calculate("commune_name", "instance('communes')/root/item[name = ${commune}]/label"),
        calculate("commune_pop", "number(instance('communes')/root/item[name = ${commune}]/pop)"),
        ask("begin group", "violence", relevant="${poor} = 'yes' and ${n_members} > 1"),
        ask("integer", "times", required="yes"),
        ask("text", "story"),
        ask("end group", "violence"),
        ask("begin repeat", "member", repeat_count="${n_members}"),
        ask("text", "fullname", required="yes"),
        ask("integer", "age", constraint=". >= 0 and . < 120"),
        ask("select_one sex", "sex", required="${age} > 1"),
        ask("date", "born", constraint=". <= ${visit_date}"),
        ask("select_one yn", "studies", relevant="${age} > 5"),
        ask("integer", "grade", relevant="${studies} = 'yes'", constraint=". <= ${age}"),
        ask("select_multiple needs", "member_needs"),
        calculate("is_adult", "${age} > 17"),
        calculate("place", "position(..)"),
        calculate("said", "concat(${fullname}, ' (', ${age}, ')')"),
        ask("end repeat", "member"),
        calculate("sum_age", "sum(${age})"),
        calculate("oldest", "max(${age})"),
        calculate("n_adults", "count(${member}[is_adult = 'true'])"),
        calculate("has_adults", "${n_adults} > 0"),
        calculate("each", "${income} div ${n_members}"),
        calculate("due", "date(${visit_date} + 30)"),
        calculate("month", "format-date(${visit_date}, '%Y-%m')"),
        calculate("level", "if(${income} > 5000, 'cao', if(${income} > 500, 'vừa', 'thấp'))"),
        calculate("first_name", "indexed-repeat(${fullname}, ${member}, 1)"),
    ],
    "choices": [*_YES_NO, *_SEX, *_NEEDS, *_DISTRICTS],
    "settings": _settings("household"),
}

VILLAGES: Workbook = {
    "survey": [
        ask("text", "district_name"),
        ask("decimal", "rate"),
        ask("begin repeat", "village"),
        ask("text", "vname"),
        ask("integer", "dist"),
        ask("begin group", "place"),
        ask("geopoint", "centre"),
        ask("text", "road"),
        ask("end group", "place"),
        ask("begin repeat", "house"),
        ask("text", "hname"),
        ask("decimal", "field_area"),
        ask("select_one crop", "crop"),
        ask("date", "seen"),
        ask("begin group", "extra", relevant="${field_area} > 1"),
        ask("integer", "trees"),
        ask("text", "remark", relevant="${trees} > 10"),
        ask("end group", "extra"),
        ask("begin repeat", "person"),
        ask("text", "pname"),
        ask("integer", "years"),
        ask("select_multiple crop", "likes"),
        calculate("grown", "${years} > 17"),
        calculate("nth", "position(..)"),
        ask("end repeat", "person"),
        calculate("price", "instance('crop')/root/item[name = ${crop}]/price"),
        calculate("worth", "round(${price} * ${field_area}, 2)"),
        calculate("n_persons", "count(${person})"),
        ask("end repeat", "house"),
        calculate("village_area", "sum(${field_area})"),
        calculate("n_houses", "count(${house})"),
        ask("end repeat", "village"),
        calculate("total_area", "sum(${field_area})"),
        calculate("n_villages", "count(${village})"),
        calculate("biggest", "max(${village_area})"),
        calculate("names", "join(', ', ${vname})"),
        calculate("many", "${n_villages} > 1"),
    ],
    "choices": [
        {"list_name": "crop", "name": "lua", "label": "Lúa", "price": "7.5"},
        {"list_name": "crop", "name": "ngo", "label": "Ngô", "price": "6"},
        {"list_name": "crop", "name": "che", "label": "Chè", "price": "21.25"},
        {"list_name": "crop", "name": "ca_phe", "label": "Cà phê"},
    ],
    "settings": _settings("villages"),
}


def _both(row: Row, english: str) -> Row:
    """Return a row in two languages."""
    said = {"label::Tiếng Việt (vi)": row["label"], "label::English (en)": english}
    return {name: value for name, value in row.items() if name != "label"} | said


LISTS: Workbook = {
    "survey": [
        _both(ask("select_one colour", "colour"), "Colour"),
        _both(ask("select_multiple colour", "colours"), "Colours"),
        _both(ask("select_one_from_file wells.geojson", "well"), "Well"),
        _both(ask("select_multiple_from_file communes.csv", "communes_seen"), "Communes"),
        _both(ask("text", "free"), "Free"),
        _both(ask("integer", "how_many"), "How many"),
        calculate("colour_said", "jr:choice-name(${colour}, '${colour}')"),
        calculate("first_colour", "selected-at(${colours}, 0)"),
        calculate("n_colours", "count-selected(${colours})"),
        calculate("is_red", "selected(${colours}, 'do')"),
        calculate("well_depth", "number(instance('wells')/root/item[id = ${well}]/depth)"),
        _both(ask("begin repeat", "entry"), "Entry"),
        _both(ask("select_one colour", "one_colour"), "One"),
        _both(ask("text", "why", relevant="${one_colour} != 'do'"), "Why"),
        calculate("one_said", "jr:choice-name(${one_colour}, '${one_colour}')"),
        ask("end repeat", "entry"),
        calculate("all_said", "join(' + ', ${one_said})"),
    ],
    "choices": [
        _both(choices("colour", do="Đỏ")[0], "Red"),
        _both(choices("colour", xanh="Xanh")[0], "Blue"),
        _both(choices("colour", vang="Vàng")[0], "Yellow"),
        _both(choices("colour", **{"10": "Mười"})[0], "Ten"),
    ],
    "settings": [{**_settings("lists")[0], "default_language": "Tiếng Việt (vi)"}],
}

WORKBOOKS: Mapping[str, Workbook] = {
    "household": HOUSEHOLD,
    "villages": VILLAGES,
    "lists": LISTS,
}


def communes_csv() -> bytes:
    """Return 300 communes of three districts, some cells empty, some in need of quotes."""
    lines = ["name,label,district,pop,founded"]
    for number in range(300):
        district = ("dong_anh", "me_linh", "soc_son")[number % 3]
        label = f'"Xã ""Mới"", số {number}"' if number % 50 == 7 else f"Xã Đông {number}"
        pop = "" if number % 20 == 3 else str(800 + number * 37 % 9000)
        founded = f"19{number % 90 + 10}-{number % 12 + 1:02}-{number % 28 + 1:02}"
        lines.append(f"c{number:03},{label},{district},{pop},{founded}")
    return ("\n".join(lines) + "\n").encode()


WELLS_GEOJSON = """{"type": "FeatureCollection", "features": [
 {"type": "Feature", "id": "w1", "geometry": {"type": "Point", "coordinates": [105.85, 21.02]},
  "properties": {"name": "gieng_1", "title": "Giếng làng", "depth": "12.5"}},
 {"type": "Feature", "id": "w2", "geometry": {"type": "Point", "coordinates": [105.9, 21.1]},
  "properties": {"name": "gieng_2", "title": "Giếng đình", "depth": "8"}},
 {"type": "Feature", "id": "w3", "geometry": {"type": "Point", "coordinates": [106, 20.9]},
  "properties": {"name": "gieng_3", "title": "Giếng chùa", "depth": ""}}
]}""".encode()

MEDIA: Mapping[str, Mapping[str, bytes]] = {
    "household": {"communes.csv": communes_csv()},
    "lists": {"communes.csv": communes_csv(), "wells.geojson": WELLS_GEOJSON},
}
