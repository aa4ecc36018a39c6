"""Lines that depend on each other: infusions by order, biopsies by method, panels, time beyond the first hour."""

from claimsim.coding.case import Case
from claimsim.coding.rules import because
from claimsim.coding.services.counts import count_of
from claimsim.coding.services.lines import Billed, Services
from claimsim.coding.services.service_text import service_text
from claimsim.coding.words import tokens
from claimsim.model.codes import Candidate

_BIOPSIES = (("11106", "11107"), ("11104", "11105"), ("11102", "11103"))
_INITIAL_INFUSIONS = ("96413", "96365")
_PROFILE_WITH_TEST = ("76819", "59025")
_PROFILE_WHOLE = "76818"
_INJECTIONS = frozenset({"joint injection", "tendon sheath injection", "bursa injection", "trigger point injection"})
_SPLINTS = ("291", "295")
_FORMS = frozenset({"96127", "96160", "96161"})
_HEALTH_PANEL = ("80053", "85025", "84443")


def settle_groups(case: Case, services: Services) -> None:
    """Put the lines right that are chosen by what else was done."""
    codes = {line.code for line in services.billed}
    if sum(1 for line in services.billed if line.code in dict(_BIOPSIES)) > 1:
        _one_primary_biopsy(case, services)
    if not codes.isdisjoint(_INITIAL_INFUSIONS):
        _one_initial_infusion(services)
    if codes.issuperset(_HEALTH_PANEL) and case.manual.line_of_business == "commercial" and case.service("80050"):
        _health_panel(services)
    if codes.issuperset(_PROFILE_WITH_TEST):
        _profile_with_test(services)
    _one_injection(case, services)
    _splint_on_repair(case, services)
    _hydration(case, services)
    _time_beyond(case, services)
    _joined_injections(services)
    _joined_forms(services)


def _profile_with_test(services: Services) -> None:
    """A fetal biophysical profile and its nonstress test are one code (CPT 76818)."""
    profile, test = _PROFILE_WITH_TEST
    services.billed = [line for line in services.billed if line.code != test]
    for line in services.billed:
        if line.code == profile:
            line.code = _PROFILE_WHOLE
            line.why.append(because("documented", "With the nonstress test of the day it is one code."))


def _counted_apart(case: Case, services: Services) -> None:
    """Where several methods were used "two biopsies" counts them together; one has more only by its own words."""
    for line in list(services.billed):
        if line.kind == "add_on" and line.primary in dict(_BIOPSIES) and line.evidence[0].source == "note":
            words = tokens.expanded(
                line.evidence[0].text, line.evidence[0].text.lower(), case.lexicon.senses, "procedure"
            )
            if count_of(service_text(words, case.lexicon), "lesion", 1) <= 1:
                services.billed = [b for b in services.billed if b is not line]


def _one_primary_biopsy(case: Case, services: Services) -> None:
    """One biopsy has the primary code, incision before punch before shave; all further ones are add-ons (CPT 11102)."""
    primary = next(code for code, _ in _BIOPSIES if any(line.code == code for line in services.billed))
    first = next(line for line in services.billed if line.code == primary)
    add_ons = dict(_BIOPSIES)
    _counted_apart(case, services)
    for line in list(services.billed):
        if line is first or line.code not in add_ons:
            continue
        add_on = add_ons[line.code]
        further = next((b for b in services.billed if b.code == add_on), None)
        if further is not None:
            further.units += 1
            further.primary = primary
            services.billed.remove(line)
            continue
        line.code, line.kind, line.primary = add_on, "add_on", primary
        line.why.append(because("add-on", f"{primary} is the day's first biopsy; every other one is an add-on to it."))


def _one_initial_infusion(services: Services) -> None:
    """One initial infusion a day; further drugs are sequential, pushes then are add-ons (CPT infusion hierarchy)."""
    initial: Billed | None = None
    for code in _INITIAL_INFUSIONS:
        for line in services.billed:
            if line.code != code:
                continue
            if initial is None:
                initial = line
                continue
            line.code = "96367"
            line.minutes = None
            line.why.append(because("infusion-order", f"{initial.code} is the initial infusion; this one followed."))
    for line in services.billed:
        if line.code == "96374" and initial is not None:
            line.code = "96375"
            line.why.append(because("infusion-order", f"{initial.code} is the day's initial service."))


def _one_injection(case: Case, services: Services) -> None:
    """ "Here for injection R ring finger" is the injection into the tendon sheath that the procedure note tells."""
    told = [b for b in services.billed if b.name in _INJECTIONS and b.evidence[0].source == "note"]
    exact = [b for b in told if b.evidence[0].line in case.procedural]
    for line in told:
        if line in exact or not any(other.name != line.name and other.side in ("", line.side) for other in exact):
            continue
        services.billed = [b for b in services.billed if b is not line]


def _splint_on_repair(case: Case, services: Services) -> None:
    """A splint over a wound that was closed is its dressing: splints stand alone without a restorative procedure of the
    same place (CPT, application of casts and strapping).
    """
    closed = {wound.site.region for repair in services.repairs for wound in repair.wounds if wound.site is not None}
    for line in [b for b in services.billed if b.code.startswith(_SPLINTS) and not closed.isdisjoint(b.regions)]:
        services.billed = [b for b in services.billed if b is not line]
        case.queries = [query for query in case.queries if line.evidence[0] not in query.evidence]
        text = f"{line.code} over the wound that was closed is part of the repair."
        case.leave_out(line.evidence[0], because("included", text))


def _hydration(case: Case, services: Services) -> None:
    """Hydration is an hour's add-on beside another initial service; its first unit needs 31 minutes (CPT 96361)."""
    initial = any(line.code in (*_INITIAL_INFUSIONS, "96374", "96375") for line in services.billed)
    for line in list(services.billed):
        if line.code != "96361":
            continue
        if not initial:
            services.billed = [b for b in services.billed if b is not line]
            case.candidates.append(Candidate(line.evidence[0].text, line.evidence[0]))
            continue
        line.units = max(1, ((line.minutes or 31) + 29) // 60)
        line.minutes = None


def _health_panel(services: Services) -> None:
    parts = [line for line in services.billed if line.code in _HEALTH_PANEL]
    first = parts[0]
    first.code, first.name = "80050", "general health panel"
    first.why.append(because("panel", "All parts of the panel were done: 80053, 85025 and 84443 are one code."))
    for line in parts[1:]:
        first.evidence.extend(line.evidence)
        first.regions = tuple(dict.fromkeys((*first.regions, *line.regions)))
        services.billed = [b for b in services.billed if b is not line]


def _time_beyond(case: Case, services: Services) -> None:
    for line in list(services.billed):
        if line.kind == "half_hours":
            line.units = max(1, ((line.minutes or 30) + 15) // 30)
        if line.minutes is None:
            continue
        for row in case.lexicon.timed_add_ons:
            if row.primary == line.code and line.minutes >= row.first_minute and case.service(row.add_on):
                units = 1 + (line.minutes - row.first_minute) // row.step
                why = because("add-on", f"{line.minutes} minutes: {units} beyond what {line.code} covers.")
                add_on = Billed(
                    row.add_on, units, "add_on", list(line.evidence), [why], line.regions,
                    name=f"{line.name}, further", block=line.block, primary=line.code,
                )  # fmt: skip
                services.billed.insert(services.billed.index(line) + 1, add_on)


def _joined_forms(services: Services) -> None:
    """Several forms of one code that were scored that day are units of one line ("parent form", "teacher form")."""
    first: dict[str, Billed] = {}
    for line in [b for b in services.billed if b.code in _FORMS]:
        kept = first.setdefault(line.code, line)
        if kept is not line:
            kept.units += line.units
            kept.evidence.extend(line.evidence)
            services.billed = [b for b in services.billed if b is not line]


def _joined_injections(services: Services) -> None:
    """Each injection into muscle is a unit of one line."""
    lines = [line for line in services.billed if line.code == "96372"]
    for line in lines[1:]:
        lines[0].units += line.units
        lines[0].evidence.extend(line.evidence)
        lines[0].why.extend(reason for reason in line.why if reason not in lines[0].why)
        services.billed = [b for b in services.billed if b is not line]
