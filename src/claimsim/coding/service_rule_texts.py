"""What each rule about services says and where it stands. Data for :mod:`claimsim.coding.rules`."""

from claimsim.coding.rule_texts import RuleText

_NCCI = "NCCI Policy Manual"
_MDM = "CPT E/M guidelines (2021 and 2023), levels of medical decision making"
_QUERY = "AHIMA and ACDIS, Guidelines for Achieving a Compliant Query Practice"

SERVICE_RULES = (
    RuleText(
        "documented",
        "A service is coded from what the record says was done",
        "The record, not habit, decides which service, which site and how much.",
        "CPT general instructions; Medicare Program Integrity Manual ch. 3",
        "code what is documented",
        False,
    ),
    RuleText(
        "ordered-only",
        "An order is not a service of this practice",
        "A test that was only ordered, or that another laboratory runs, is that laboratory's to bill.",
        "Medicare Claims Processing Manual ch. 16 s. 40",
        "do not bill it",
        False,
    ),
    RuleText(
        "included",
        "Part of another service",
        "What every good performance of a service includes is not coded beside it (local anaesthetic, "
        "pulse oximetry, closure strips).",
        f"{_NCCI} ch. 1",
        "do not bill it",
    ),
    RuleText(
        "add-on",
        "Each further one is an add-on unit",
        "The first is told by the primary code, the others by its add-on code.",
        "CPT add-on codes; CMS NCCI add-on edits",
        "report primary and add-on",
    ),
    RuleText(
        "total-length",
        "Repairs of one kind are told by their total length",
        "Lengths of repairs of the same kind and site group are added before the code is chosen.",
        "CPT repair guidelines",
        "measure and add up",
        False,
    ),
    RuleText(
        "strips-only",
        "Closure with adhesive strips alone is part of the visit",
        "Strips alone are no repair.",
        "CPT repair guidelines; AAPC coding coach on laceration repair",
        "report the visit only",
    ),
    RuleText(
        "time-units",
        "Timed services are counted by minutes",
        "Codes of 15 minutes: total minutes decide how many units, and the longest services get them. "
        "Psychotherapy counts from the midpoint.",
        "Medicare Benefit and Claims manuals ch. 5 s. 20.2; CPT time rule",
        "count the minutes",
    ),
    RuleText(
        "drug-units",
        "A drug is billed in its code's own dose, rounded up",
        "Units are the dose over the amount in the code's description, the next whole number up.",
        "CMS RAC issue 0074; HCPCS Level II descriptions",
        "recompute the units",
    ),
    RuleText(
        "drug-administration",
        "A drug given by injection has its own administration code",
        "Under the skin or into muscle is one code, a push into a vein another; into a joint it is part of "
        "the joint injection.",
        f"{_NCCI} ch. 11",
        "add the administration code, once for each injection",
        False,
    ),
    RuleText(
        "drug-waste",
        "Single-dose drugs say what was thrown away",
        "JZ says nothing was discarded; a JW line carries what was.",
        "CMS discarded drug policy (JW and JZ modifiers)",
        "add JZ, or the JW line",
        False,
    ),
    RuleText(
        "vaccine-administration",
        "A vaccine is two codes",
        "The product and its administration; which administration depends on age, counselling, route and payer.",
        "CPT immunisation guidelines; payer's manual",
        "report both",
        False,
    ),
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
        "modifier-25",
        "25: a significant, separate visit on the day of a procedure",
        "The visit must stand without the procedure: another problem, or work well beyond what the procedure takes.",
        f"{_NCCI} ch. 1 s. D",
        "show the separate work, or do not bill the visit",
    ),
    RuleText(
        "modifier-59",
        "59 or X{EPSU}: separate site or session",
        "Only where the edit's indicator is 1 and the record shows another site, lesion or session.",
        f"{_NCCI} ch. 1 s. E",
        "show the separate site",
    ),
    RuleText(
        "modifier-side",
        "RT and LT say the side, 50 both",
        "For services of paired parts. Both sides in one session is 50 with one unit where the fee "
        "schedule's indicator is 1.",
        "Medicare physician fee schedule, bilateral indicator",
        "code the side",
    ),
    RuleText(
        "modifier-telehealth",
        "How the payer wants telehealth told",
        "Code family, place of service and modifier follow the payer's manual.",
        "payer's manual",
        "follow the manual",
    ),
    RuleText(
        "modifier-qw",
        "QW: a waived test",
        "A test the fee schedule lists with QW carries it when it runs under a certificate of waiver.",
        "CLIA; Medicare laboratory fee schedule",
        "add QW",
    ),
    RuleText(
        "modifier-33",
        "33: a preventive service without cost share",
        "For commercial plans, when a preventive service is not recognisable as such by its code.",
        "CPT modifier 33",
        "add 33",
        False,
    ),
    RuleText(
        "modifier-ga",
        "GA: a notice of non-coverage is signed",
        "An advance notice on file for the service.",
        "Medicare Claims Processing Manual ch. 30 s. 50",
        "add GA",
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
    RuleText(
        "pointer",
        "Each service points at what it was done for",
        "Up to four diagnoses, the most important first.",
        "CMS-1500 instructions, item 24E",
        "set the pointer",
        False,
    ),
    RuleText(
        "query",
        "What the chart does not say is asked",
        "Indicators from the record, choices without leading, and nothing about payment.",
        _QUERY,
        "send the query",
        False,
    ),
)
