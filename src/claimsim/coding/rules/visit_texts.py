"""What each rule about visits says and where it stands. Data for :mod:`claimsim.coding.rules`."""

from claimsim.coding.rules.diagnosis_texts import RuleText

_NCCI = "NCCI Policy Manual"
_MDM = "CPT E/M guidelines (2021 and 2023), levels of medical decision making"

VISIT_RULES = (
    RuleText(
        "em-new-patient",
        "New or established",
        "Established is seen face to face within three years by this clinician, or one of the same group, "
        "specialty and subspecialty.",
        "CPT E/M guidelines; Noridian new or established decision tree",
        "check the history",
    ),
    RuleText(
        "em-mdm",
        "The level from decision making: two of three elements",
        "Problems, data and risk; the level is the highest that two of them reach.",
        _MDM,
        "recount the elements",
    ),
    RuleText(
        "em-time",
        "The level from total time",
        "The clinician's own time on the day; the minimum must be reached, there is no midpoint.",
        "CPT E/M guidelines, time",
        "count the minutes",
    ),
    RuleText(
        "em-procedure-decision",
        "The decision for a minor procedure belongs to the procedure",
        "A problem whose only work was the procedure does not count to the visit, for new patients neither.",
        f"{_NCCI} ch. 1 s. D",
        "level the visit without it",
    ),
    RuleText(
        "em-prolonged",
        "Prolonged time beyond the highest level",
        "After the highest level by time each further full 15 minutes; the payer decides with which code "
        "and from when.",
        "CPT 99417; Medicare G2212 (2021 final rule)",
        "add the payer's code",
    ),
    RuleText(
        "maternity-package",
        "Routine prenatal visits belong to the maternity package",
        "Weight, blood pressure, heart tones and urine of a routine prenatal visit are paid with the delivery; who "
        "gives only the care after the birth bills that alone.",
        "CPT maternity care and delivery, as in Anthem, Obstetrical package: coding and documentation (2024)",
        "bill nothing for the visit, or 59430",
    ),
    RuleText(
        "critical-care-time",
        "Critical care is counted by minutes, as the payer counts them",
        "99291 is 30 to 74 minutes. CPT counts 99292 from 75, Medicare a full 30 minutes past 74: from 104.",
        "CPT critical care; Medicare physician fee schedule final rule 2023; AAPC forum on critical care",
        "count the minutes",
        False,
    ),
    RuleText(
        "global-aftercare",
        "Care in a global period is paid with the operation",
        "10-day codes take 11 days in all, 90-day codes 92; the days are the fee schedule's for each code.",
        "Medicare Claims Processing Manual ch. 12 s. 40; CMS Global Surgery Booklet",
        "report 99024 without a charge",
    ),
    RuleText(
        "transitional-care",
        "Care after a hospital stay",
        "Contact in two business days, and a visit within 14 days (7 with high decisions).",
        "CPT transitional care management",
        "check contact, days and decision making",
        False,
    ),
    RuleText(
        "eye-examination",
        "Eye specialists may report an examination by its extent",
        "Intermediate or comprehensive, new or established.",
        "CPT ophthalmological services",
        "choose by extent",
        False,
    ),
    RuleText(
        "nurse-visit",
        "A nurse's visit is 99211",
        "Not beside an injection, a vaccine or a blood draw that is billed for the same contact.",
        "CPT 99211; NCCI Policy Manual ch. 11",
        "bill one of them",
        False,
    ),
    RuleText(
        "care-management",
        "A month of care management is no visit",
        "Staff time by telephone and at the desk has its own codes; a visit needs the patient.",
        "CPT care management services; CMS chronic care management (non-face-to-face)",
        "bill the month's code by its minutes",
        False,
    ),
    RuleText(
        "psychiatric-evaluation",
        "The psychiatric diagnostic evaluation stands for the visit",
        "90791, or 90792 with medical services; no visit code beside it by the same clinician on the day.",
        "CPT psychiatric diagnostic procedures",
        "bill the evaluation alone",
        False,
    ),
    RuleText(
        "psychotherapy-with-visit",
        "Psychotherapy beside a medical visit is an add-on",
        "90833, 90836 or 90838 by its own minutes; the visit is levelled by decision making alone.",
        "CPT psychotherapy guidelines",
        "keep the two times apart",
        False,
    ),
    RuleText(
        "preventive-visit",
        "A preventive visit is chosen by age and by new or established",
        "Its code has nothing to do with problems; a significant problem is a second visit code with 25.",
        "CPT preventive medicine services",
        "choose by age",
        False,
    ),
    RuleText(
        "wellness-visit",
        "Medicare's wellness visits",
        "Once the welcome visit in the first year, then a first annual wellness visit, then subsequent ones.",
        "42 CFR 410.15 and 410.16",
        "choose by history",
        False,
    ),
    RuleText(
        "visit-complexity",
        "G2211: the focal point of continuing care",
        "With office visits of a continuing relationship; not with a visit that carries 25 unless the "
        "other service is preventive.",
        "Medicare physician fee schedule final rules 2024 and 2025",
        "check the relationship and 25",
        False,
    ),
)
