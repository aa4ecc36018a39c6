"""What each rule about modifiers says and where it stands. Data for :mod:`claimsim.coding.rules`."""

from claimsim.coding.rules.diagnosis_texts import RuleText

_NCCI = "NCCI Policy Manual"

MODIFIER_RULES = (
    RuleText(
        "modifier-24",
        "24: an unrelated visit in a global period",
        "The same surgeon or group sees the patient for something the operation has nothing to do with.",
        "AAPC, Applying modifier 24; CMS Global Surgery Booklet",
        "show the other problem",
    ),
    RuleText(
        "modifier-global",
        "58, 78, 79: a procedure in a global period",
        "58 planned or more extensive, 78 an unplanned return to the operating room, 79 unrelated.",
        "CMS Global Surgery Booklet; Ophthalmic Professional, March 2015 (second eye)",
        "say how the two procedures relate",
    ),
    RuleText(
        "modifier-evidence",
        "A modifier stands on the record's words",
        "Each modifier has words that are its evidence; without them it is not used.",
        "CPT and HCPCS Level II modifiers (table modifiers names the page of each)",
        "find the words, or leave the modifier off",
        False,
    ),
    RuleText(
        "modifier-digit",
        "E, F and T modifiers name the eyelid, finger or toe",
        "They take the place of RT and LT where the record names the one part.",
        "HCPCS Level II modifiers",
        "name the part",
        False,
    ),
    RuleText(
        "modifier-repeat",
        "76 and 91: the same again on the same day",
        "76 for a procedure or test repeated by the same clinician, 91 for a laboratory test that needed a new result.",
        "CPT modifiers 76 and 91",
        "show that it was done again",
        False,
    ),
    RuleText(
        "modifier-therapy",
        "GP, GO, GN: under which plan of care",
        "Medicare wants to know the discipline on each line of outpatient therapy.",
        "Medicare Claims Processing Manual ch. 5 s. 20.1",
        "add the plan's modifier",
        False,
    ),
    RuleText(
        "modifier-51",
        "51: the second and later procedures",
        "Only where the payer wants it, never on an add-on code; Medicare ranks procedures itself.",
        "payer's manual; AAPC primary care coding alert on add-on codes",
        "follow the manual",
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
        "For commercial plans, when a preventive service is not recognizable as such by its code.",
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
)
