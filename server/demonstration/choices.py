"""What the demonstration chooses from: names in the programme's choice lists."""

from __future__ import annotations

AGENCIES = [
    "lhpn_xa",
    "lhpn_xa",
    "lhpn_huyen",
    "lhpn_tinh",
    "vstbpn",
    "so_y_te",
    "so_gddt",
    "so_vhttdl",
    "cong_an",
    "tinh_doan",
    "ldld",
    "so_ldtbxh",
    "quy_btte",
    "ubnd",
]
TOPICS = [
    "gbv",
    "parenting",
    "food_safety",
    "ethics_law",
    "gender_equality",
    "child_protection",
    "child_marriage",
    "srh",
    "srb",
    "plastic",
]
SESSIONS = ("training", "talk", "law")
OTHER_ACTS = ("workshop", "club", "campaign", "dialogue", "online", "other")
CHANNELS = (
    "in_person",
    "zalo",
    "fanpage",
    "email",
    "loudspeaker",
    "press",
    "leaflet",
    "website",
    "other",
)
TARGETS = (
    "member",
    "parent_u16",
    "ethnic_minority",
    "adolescent",
    "poor_women",
    "officer",
    "men",
    "disabled_women",
    "special_children",
    "at_risk_women",
    "worker",
)
CHILD_GROUPS = ("orphan", "disabled", "poor", "dropout", "violence", "illness")
SUBJECTS = ("law_women", "law_children", "dv_law", "food_safety", "child_marriage")
