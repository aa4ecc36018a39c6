"""What each rule about services says and where it stands. Data for :mod:`claimsim.coding.rules`."""

from claimsim.coding.rules.diagnosis_texts import RuleText

_NCCI = "NCCI Policy Manual"
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
        "What every good performance of a service includes is not coded beside it (local anesthetic, "
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
        "The product and its administration; which administration depends on age, counseling, route and payer.",
        "CPT immunization guidelines; payer's manual",
        "report both",
        False,
    ),
    RuleText(
        "endoscopy",
        "The furthest the scope went, and each technique",
        "A lesser technique counts beside a greater one only on another lesion.",
        f"{_NCCI} ch. 6; AAPC gastroenterology coding alert",
        "name segment, lesion and technique",
    ),
    RuleText(
        "incomplete-procedure",
        "53: begun and not finished",
        "A colonoscopy that passed the splenic flexure and not the cecum carries 53; before it, a sigmoidoscopy.",
        "AAPC, Colonoscopy coding: 3 FAQs",
        "say how far the scope went",
    ),
    RuleText(
        "infusion-order",
        "One initial infusion a day",
        "Infusion before push before hydration; what follows is sequential, concurrent or a further push.",
        "CPT infusion guidelines",
        "order the services",
        False,
    ),
    RuleText(
        "panel",
        "A panel is one code",
        "Where all tests of a panel were run and the payer takes it, the panel's code stands for them.",
        f"{_NCCI} ch. 10",
        "report the panel",
        False,
    ),
    RuleText(
        "facility-bills",
        "The facility bills its own staff, drugs and tests",
        "In a hospital the clinician bills the professional part alone.",
        "Medicare Claims Processing Manual ch. 12 s. 20; fee schedule PC/TC indicator",
        "bill the reading with 26, or nothing",
        False,
    ),
    RuleText(
        "excluded-by-law",
        "GY: a service Medicare's law leaves out",
        "A routine physical or a refraction is never covered; GY asks for the denial. GX tells a voluntary notice.",
        "AAPC internal medicine coding alert on preventive visits; Medicare Claims Processing Manual ch. 30",
        "add GY, bill the patient",
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
