"""Who ordered, and who referred: named on the claim, on the payer's list, and allowed to."""

from claimsim.model.claim import ProviderOnClaim
from claimsim.payer.context import LineContext
from claimsim.payer.on_file import ProviderOnFile
from claimsim.rules import Answer, Rule


def _entry(at: LineContext, provider: ProviderOnClaim | None) -> ProviderOnFile | None:
    files = at.of.state.on_file
    return files.provider(provider.npi) if provider is not None and files.providers else None


def _no_orderer(at: LineContext) -> str | None:
    orderer = at.of.claim.ordering_provider
    if orderer is not None and orderer.npi:
        return None
    return f"{at.line.code} must say who ordered it (name and NPI), and the claim does not"


def _other_name(at: LineContext) -> str | None:
    orderer = at.of.claim.ordering_provider
    entry = _entry(at, orderer)
    if entry is None or orderer is None or not entry.last_name:
        return None
    said = orderer.name.split(",")[0].strip()
    if said.casefold() == entry.last_name.casefold():
        return None
    return f"{orderer.npi} is on file as {entry.last_name}, the claim says {said}"


def _orderer_not_eligible(at: LineContext) -> str | None:
    entry = _entry(at, at.of.claim.ordering_provider)
    if entry is None or (entry.may_order and entry.covers(at.line.date_of_service)):
        return None
    return f"{entry.npi} is not on the list of those who may order"


def _no_referrer(at: LineContext) -> str | None:
    referrer = at.of.claim.referring_provider
    if referrer is not None and referrer.npi:
        return None
    return f"{at.line.code} must say who referred the patient, and the claim does not"


def _referrer_not_eligible(at: LineContext) -> str | None:
    entry = _entry(at, at.of.claim.referring_provider)
    if entry is None or (entry.may_order and entry.covers(at.line.date_of_service)):
        return None
    return f"{entry.npi} is not on the list of those who may refer"


_CGS = "CGS, ordering and referring provider denials (February 2014 and job aid)"

RULES: tuple[Rule[LineContext], ...] = (
    Rule(
        id="ordering-provider-missing",
        title="A test that does not say who ordered it",
        meaning="Laboratory tests and imaging are paid on somebody's order; name and individual NPI stand on the "
        "claim, also when the clinician of the visit ordered it.",
        authority=f"{_CGS}: 16 with N265",
        answer=Answer("deny", "CO", "16", ("N265",)),
        action="Add name and NPI as enrolled. With MA130 a new claim; else correct the claim the payer has.",
        stage="line",
        check=_no_orderer,
    ),
    Rule(
        id="ordering-provider-name",
        title="The orderer's name is not the enrolled one",
        meaning="The NPI is known under another name: a nickname, a married name, two numbers mixed up.",
        authority=f"{_CGS}: 16 with N264 and N575",
        answer=Answer("deny", "CO", "16", ("N264", "N575")),
        action="Write the name as it is enrolled. With MA130 a new claim; else correct the claim the payer has.",
        stage="line",
        check=_other_name,
    ),
    Rule(
        id="ordering-provider-not-eligible",
        title="The orderer may not order the service",
        meaning="The person is not enrolled or opted out, or is of a type that cannot order.",
        authority="184 with N574 at a state program (docplayer.net/5201819, 2015)",
        answer=Answer("deny", "CO", "184", ("N574",)),
        action="Correct the orderer if it was mistaken; else the orderer must enrol first.",
        stage="line",
        check=_orderer_not_eligible,
    ),
    Rule(
        id="referring-provider-missing",
        title="A service on referral that does not say by whom",
        meaning="This payer wants to know who referred the patient, by name and individual NPI.",
        authority="The payer's provider manual; CAQH CORE 360 code combinations 3.3.0 (16 with N286)",
        answer=Answer("deny", "CO", "16", ("N286",)),
        action="Add the referring provider. With MA130 a new claim; else correct the claim the payer has.",
        stage="line",
        check=_no_referrer,
    ),
    Rule(
        id="referring-provider-not-eligible",
        title="The referring provider may not refer for the service",
        meaning="The person is not enrolled, or is of a type that cannot refer.",
        authority=f"{_CGS}: 183 with N574",
        answer=Answer("deny", "CO", "183", ("N574",)),
        action="Correct the referring provider if it was mistaken; else they must enrol first.",
        stage="line",
        check=_referrer_not_eligible,
    ),
)
