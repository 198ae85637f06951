"""The 36 things that the two programmes' own papers name, and where each lives here."""

from __future__ import annotations

from typing import NamedTuple

BAC_KAN, QUANG_NINH = "2024-06", "2024-22"
ALL_DAYS = "2017-07-01/2022-12-31"


class Entered(NamedTuple):
    """Answers that a form takes, and that come back in its download."""

    item: int
    province: str
    form: str
    question: str
    answers: str
    """With blanks between them; "" for any answer, ``+`` for a number above 0."""


class Told(NamedTuple):
    """A figure in which the thing is counted by itself."""

    item: int
    province: str
    indicator: str
    by: str = ""
    category: str = ""
    period: str = ALL_DAYS


_REGISTER, _VISIT, _ACTIVITY = "f1_model_register", "f2_model_followup", "f3_activity"
_SUPPORT, _SUPERVISION, _REPORT, _SURVEY = (
    "f6_support",
    "f7_supervision",
    "f8_commune_report",
    "f9_behaviour",
)
ENTERED = (
    Entered(1, BAC_KAN, _REGISTER, "model_type", "trusted_address"),
    Entered(2, BAC_KAN, _REGISTER, "model_type", "speak_up"),
    Entered(3, BAC_KAN, _REGISTER, "model_type", "food_safety"),
    Entered(4, BAC_KAN, _REGISTER, "model_type", "dev_support"),
    Entered(5, BAC_KAN, _REGISTER, "model_type", "parents"),
    Entered(6, BAC_KAN, _REGISTER, "model_type", "child_marriage"),
    Entered(7, BAC_KAN, _REGISTER, "model_type", "plastic"),
    Entered(8, BAC_KAN, _REGISTER, "model_type", "school"),
    Entered(8, BAC_KAN, _SUPPORT, "back_to_school", "+"),
    Entered(9, BAC_KAN, _REGISTER, "reg_date", ""),
    Entered(10, BAC_KAN, _ACTIVITY, "topics", "ethics_law parenting food_safety gbv"),
    Entered(11, BAC_KAN, _ACTIVITY, "act_type", "workshop"),
    Entered(12, BAC_KAN, _ACTIVITY, "agency", "so_y_te so_gddt so_vhttdl cong_an tinh_doan"),
    Entered(13, BAC_KAN, _ACTIVITY, "agency", "lhpn_tinh lhpn_huyen lhpn_xa"),
    Entered(14, BAC_KAN, _SURVEY, "b_gbv", "yes some no"),
    Entered(15, BAC_KAN, _VISIT, "reports_received", "+"),
    Entered(16, BAC_KAN, _ACTIVITY, "partners", "cong_an so_y_te"),
    Entered(16, QUANG_NINH, _SUPERVISION, "sup_type", "coordination"),
    Entered(17, BAC_KAN, _ACTIVITY, "main_topic", "gbv"),
    Entered(17, BAC_KAN, _ACTIVITY, "budget_state", "+"),
    Entered(18, BAC_KAN, _ACTIVITY, "channels", "in_person zalo fanpage email loudspeaker"),
    Entered(19, BAC_KAN, _SUPERVISION, "sup_type", "supervision critique speak_up"),
    Entered(20, BAC_KAN, _REGISTER, "status", "active weak"),
    Entered(20, BAC_KAN, _VISIT, "status", "active suspended closed"),
    Entered(21, QUANG_NINH, _ACTIVITY, "agency", "vstbpn"),
    Entered(22, QUANG_NINH, _REPORT, "period_type", "nine quarter month year half"),
    Entered(23, QUANG_NINH, _ACTIVITY, "act_type", "training talk law"),
    Entered(24, QUANG_NINH, _ACTIVITY, "topics", "gender_equality gbv child_protection"),
    Entered(25, QUANG_NINH, _ACTIVITY, "channels", "email zalo fanpage"),
    Entered(26, QUANG_NINH, _REGISTER, "model_type", "gbv_prevention"),
    Entered(27, QUANG_NINH, _REGISTER, "model_type", "shelter"),
    Entered(27, QUANG_NINH, _ACTIVITY, "agency", "so_ldtbxh"),
    Entered(28, QUANG_NINH, _REGISTER, "model_type", "srh_club"),
    Entered(28, QUANG_NINH, _ACTIVITY, "topics", "srh"),
    Entered(29, QUANG_NINH, _REGISTER, "model_type", "your_health"),
    Entered(29, QUANG_NINH, _ACTIVITY, "agency", "ldld"),
    Entered(30, QUANG_NINH, _REGISTER, "model_type", "srb_club"),
    Entered(30, QUANG_NINH, _ACTIVITY, "topics", "srb"),
    Entered(32, QUANG_NINH, _SUPERVISION, "sup_type", "policy"),
    Entered(33, QUANG_NINH, _ACTIVITY, "n_dtts", "+"),
    Entered(33, BAC_KAN, _REGISTER, "members_dtts", "+"),
    Entered(34, QUANG_NINH, _SUPERVISION, "subject", "law_women law_children"),
    Entered(35, QUANG_NINH, _ACTIVITY, "targets", "member officer adolescent ethnic_minority"),
    Entered(36, BAC_KAN, _ACTIVITY, "username", ""),
)
TOLD = (
    Told(1, BAC_KAN, "M2", "model_type", "trusted_address", "2022-08-04"),
    Told(2, BAC_KAN, "M1", "model_type", "speak_up", "2022-08-04"),
    Told(2, BAC_KAN, "P3"),
    Told(3, BAC_KAN, "M1", "model_type", "food_safety", "2022-08-04"),
    Told(4, BAC_KAN, "M1", "model_type", "dev_support", "2022-08-04"),
    Told(5, BAC_KAN, "M1", "model_type", "parents", "2022-08-04"),
    Told(6, BAC_KAN, "M1", "model_type", "child_marriage", "2022-08-04"),
    Told(7, BAC_KAN, "M1", "model_type", "plastic", "2022-08-04"),
    Told(8, BAC_KAN, "K3"),
    Told(9, BAC_KAN, "C3", period="phase-1"),
    Told(9, BAC_KAN, "C3", period="phase-2"),
    *(
        Told(10, BAC_KAN, "C3", "topics", topic)
        for topic in ("ethics_law", "parenting", "food_safety", "gbv")
    ),
    Told(11, BAC_KAN, "C7"),
    Told(12, BAC_KAN, "C1", "agency", "so_gddt"),
    Told(13, BAC_KAN, "C1", "agency", "lhpn_xa"),
    Told(14, BAC_KAN, "B1"),
    Told(15, BAC_KAN, "M7"),
    Told(16, QUANG_NINH, "P4", "sup_type", "coordination"),
    Told(17, BAC_KAN, "C8", "topics", "gbv"),
    Told(18, BAC_KAN, "C6", "ch", "zalo"),
    Told(19, BAC_KAN, "P1"),
    Told(19, BAC_KAN, "P2"),
    Told(20, BAC_KAN, "M1", period="2022-08-04"),
    Told(21, QUANG_NINH, "C1", "agency", "vstbpn"),
    Told(22, QUANG_NINH, "C1", period="2021-9M"),
    Told(23, QUANG_NINH, "C1", "act_type", "law", "2021-9M"),
    Told(24, QUANG_NINH, "C1", "topics", "child_protection", "2021-9M"),
    Told(25, QUANG_NINH, "C1", "channels", "email", "2021-9M"),
    Told(26, QUANG_NINH, "M1", "model_type", "gbv_prevention", "2021-09-30"),
    Told(27, QUANG_NINH, "M2", "model_type", "shelter", "2021-09-30"),
    Told(28, QUANG_NINH, "M1", "model_type", "srh_club", "2021-09-30"),
    Told(29, QUANG_NINH, "M1", "model_type", "your_health", "2021-09-30"),
    Told(30, QUANG_NINH, "M1", "model_type", "srb_club", "2021-09-30"),
    Told(31, QUANG_NINH, "K1"),
    Told(31, QUANG_NINH, "K2"),
    Told(32, QUANG_NINH, "P4", "sup_type", "policy"),
    Told(33, QUANG_NINH, "C5"),
    Told(33, QUANG_NINH, "K1", "dtts", "dtts"),
    Told(34, QUANG_NINH, "P1", "subject", "law_children"),
    Told(35, QUANG_NINH, "C2", "sex", "female"),
    Told(36, QUANG_NINH, "Q1"),
)
