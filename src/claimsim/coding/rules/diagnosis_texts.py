"""What each rule about diagnoses says and where it stands. Data for :mod:`claimsim.coding.rules`."""

from typing import NamedTuple

_GUIDELINES = "ICD-10-CM Official Guidelines"


class RuleText(NamedTuple):
    """A coding rule's words. `verified` is whether a page stating it was read for this project."""

    id: str
    title: str
    meaning: str
    authority: str
    action: str
    verified: bool = True


DIAGNOSIS_RULES = (
    RuleText(
        "assessed",
        "A diagnosis the clinician states at this visit is coded",
        "Code what the clinician assessed, monitored or treated at this visit, by the clinician's own statement.",
        f"{_GUIDELINES} IV.J",
        "code it to the highest specificity the note supports",
    ),
    RuleText(
        "treated",
        "A condition on the problem list counts when it is treated at this visit",
        "A condition that is only listed elsewhere is coded when the plan treats or monitors it.",
        f"{_GUIDELINES} IV.J",
        "code it, and cite the treatment",
    ),
    RuleText(
        "copied-forward",
        "A condition that is only listed is not coded",
        "A problem list or past history says nothing about this visit. Without assessment, monitoring or "
        "treatment, leave it out.",
        f"{_GUIDELINES} IV.J",
        "leave it out, or ask whether it was addressed",
    ),
    RuleText(
        "uncertain-diagnosis",
        "An uncertain diagnosis is not coded for an outpatient",
        "Probable, suspected, likely, possible, rule out, compatible with and the like are not coded; the symptom is.",
        f"{_GUIDELINES} IV.H",
        "code the sign, symptom or reason for the visit instead",
    ),
    RuleText(
        "symptom-coded",
        "Without a confirmed diagnosis the symptom is coded",
        "Signs and symptoms are acceptable when no related definitive diagnosis was established.",
        f"{_GUIDELINES} I.B.4",
        "code the symptom",
    ),
    RuleText(
        "symptom-integral",
        "A symptom that belongs to a confirmed disease is not coded with it",
        "Signs and symptoms routinely associated with a disease process are not coded as well.",
        f"{_GUIDELINES} I.B.5",
        "code the disease only",
    ),
    RuleText(
        "negated",
        "What is denied or absent is not coded",
        "The note says that the patient does not have it.",
        f"{_GUIDELINES} I.A.19",
        "leave it out",
        False,
    ),
    RuleText(
        "family-history",
        "A relative's disease is not the patient's",
        "What runs in the family is history and never a diagnosis of the patient.",
        f"{_GUIDELINES} I.C.21.c.4",
        "leave it out; a family history code may be added where it matters",
        False,
    ),
    RuleText(
        "historical",
        "What is over is not coded as current",
        "Conditions that were treated and no longer exist are not coded; a history code may be.",
        f"{_GUIDELINES} IV.J",
        "leave it out",
    ),
    RuleText(
        "hypothetical",
        "Advice about what might come is not a diagnosis",
        "Return precautions, risks and prevention speak of what the patient does not have.",
        f"{_GUIDELINES} I.B.11",
        "leave it out",
        False,
    ),
    RuleText(
        "exam-finding",
        "A finding is not a diagnosis until the clinician says so",
        "Examination and test findings are the basis of the clinician's statement and do not replace it.",
        f"{_GUIDELINES} I.A.19",
        "ask the clinician when the finding matters",
        False,
    ),
    RuleText(
        "specificity",
        "The most specific code the note supports",
        "A code is used to the full number of characters and the highest specificity documented.",
        f"{_GUIDELINES} I.B.2",
        "choose the specific code",
    ),
    RuleText(
        "laterality",
        "The side comes from the note",
        "Where a code tells right from left, the side documented anywhere in the encounter's record decides.",
        f"{_GUIDELINES} I.B.13",
        "code the side, or ask for it",
        False,
    ),
    RuleText(
        "seventh-character",
        "Injuries carry the phase of care",
        "A while the injury is under active treatment, D in healing, S for a late effect.",
        f"{_GUIDELINES} I.C.19.a",
        "choose the 7th character from what was done",
        False,
    ),
    RuleText(
        "with-link",
        '"With" presumes a connection',
        'Conditions that the index joins by "with" are coded as related even if the note does not connect them, '
        "unless it says that they are not.",
        f"{_GUIDELINES} I.A.15",
        "use the combination code",
    ),
    RuleText(
        "combination-code",
        "One code that says it all is used alone",
        "A combination code takes the place of the single codes.",
        f"{_GUIDELINES} I.B.9",
        "use the combination code",
    ),
    RuleText(
        "first-listed",
        "The first-listed diagnosis is the one chiefly responsible for the services",
        "In the outpatient setting the diagnosis chiefly responsible for the visit comes first.",
        f"{_GUIDELINES} IV.G",
        "put it first",
        False,
    ),
    RuleText(
        "excludes1",
        "Two codes that exclude each other",
        "An Excludes1 note bars two codes together unless the conditions are unrelated.",
        f"{_GUIDELINES} I.A.12.a",
        "keep one, or ask whether they are unrelated",
    ),
    RuleText(
        "instructed-order",
        "The tabular list's instructions decide what comes first",
        '"Code first" and "use additional code" notes put the cause before what it causes; pregnancy codes come before '
        "those of other chapters.",
        f"{_GUIDELINES} I.A.13, I.A.17 and I.C.15.a.1",
        "list them in that order",
        False,
    ),
    RuleText(
        "weeks-of-gestation",
        "The weeks of gestation stand beside the pregnancy's codes",
        "A Z3A code tells the completed weeks with codes of chapter 15, if the note gives them; the trimester follows "
        "from them.",
        f"{_GUIDELINES} I.C.15.a.3 and I.C.21.c.11",
        "add the Z3A code",
        False,
    ),
    RuleText(
        "contradiction",
        "What one section says and another contradicts is asked",
        "When the record gives two sides for one problem, the coder may not choose: the clinician is asked, and the "
        "code waits for the answer.",
        f"{_GUIDELINES} I.B.13",
        "ask the clinician which is right",
        False,
    ),
    RuleText(
        "age-sex-conflict",
        "A diagnosis must be possible at the patient's age and sex",
        "A diagnosis that does not agree with the registered age or sex is an error in one of the two.",
        "Medicare Code Editor, age conflict and sex conflict",
        "check the registration, then ask the clinician",
    ),
    RuleText(
        "external-cause",
        "How an injury came about is told after it",
        "An external cause code supplements an injury code, is never first, and carries the injury's phase of care.",
        f"{_GUIDELINES} I.C.20",
        "add the code where the record tells the cause",
        False,
    ),
    RuleText(
        "bmi",
        "A body mass index goes with a weight diagnosis",
        "The number may come from any clinician, the diagnosis it goes with must be the provider's.",
        f"{_GUIDELINES} I.B.14",
        "add the Z68 code to the diagnosis",
        False,
    ),
    RuleText(
        "drug-effect",
        "What a drug has done is told with the drug",
        "An adverse effect of a drug taken as prescribed is coded before the drug's T code; a poisoning is coded "
        "before what it did.",
        f"{_GUIDELINES} I.C.19.e.5",
        "add the T code of the drug with its intent",
        False,
    ),
    RuleText(
        "pregnancy-chapter",
        "Chapter 15 has precedence while the patient is pregnant",
        "A pregnant patient's condition is coded in chapter 15 unless the clinician says that it does not affect the "
        "pregnancy.",
        f"{_GUIDELINES} I.C.15.a.1",
        "use the code of chapter 15 and add what it does not tell",
        False,
    ),
    RuleText(
        "birth-stay",
        "The birth is told first, once, in its own stay",
        "A child seen in the stay of its birth has a code from Z38 first, by the place and way of the birth.",
        f"{_GUIDELINES} I.C.16.a.2",
        "say in the note how the child was born; a hospital that takes it in later uses no code from Z38",
    ),
    RuleText(
        "long-term-drug",
        "Long-term drug use is told with the disease",
        "Insulin, oral and injectable glucose-lowering drugs and other long-term drugs are status codes "
        "beside the disease.",
        f"{_GUIDELINES} I.C.4.a.3 and I.C.21.c.3",
        "add the Z79 code",
        False,
    ),
    RuleText(
        "history-status",
        "An old infarction, a bypass or a stent is told with the coronary disease",
        "Where coronary disease is assessed, an old infarction (I25.2), a bypass graft (Z95.1) and a stent (Z95.5) are "
        "coded beside it: they bear on its care.",
        f"{_GUIDELINES} I.C.21.c.3 and I.C.21.c.4",
        "add the status code",
        False,
    ),
    RuleText(
        "immunization",
        "An immunization is the reason for Z23",
        "Z23 says that the encounter was for immunization; the vaccine itself is told by the procedure code.",
        f"{_GUIDELINES} I.C.21.c.2",
        "add Z23 and point the vaccine at it",
        False,
    ),
    RuleText(
        "preventive-first",
        "A preventive visit begins with its examination code",
        "The routine examination is first-listed; abnormal findings are told by its fifth or sixth "
        "character and coded after it.",
        f"{_GUIDELINES} I.C.21.c.13 and IV.P",
        "list the Z00 code first",
        False,
    ),
)
