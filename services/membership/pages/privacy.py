"""Pages of consents, of erasures that wait, of how long and for what personal data is kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any, Final

from bangduan.web.pages import Card, Leaf, Related, Resource
from services.membership import erasing, register_of_processing
from services.membership.domain.consent import CONSENT, GiveConsent, WithdrawConsent
from services.membership.domain.erasure import (
    ERASURE,
    RETENTION,
    AskErasure,
    CallOffErasure,
    EndRetentionRule,
    SetRetentionRule,
)
from services.membership.domain.processing import PROCESSING, DescribeProcessing
from services.membership.pages import offers_privacy as offers
from services.membership.pages.disclosure import (
    BREACH_REPORT,
    record_as_json,
    record_as_xlsx,
    seen_by,
)
from services.membership.projections import privacy
from services.membership.views import privacy as views

CONSENTS: Final = Resource(
    "consents",
    title="Consents",
    one="Consent",
    key="consent_id",
    query=privacy.list_consents,
    filters=views.ConsentFilter,
    row=views.ConsentView,
    columns=("name", "purpose", "given_on", "expires_on", "status"),
    named="name",
    item=privacy.one_consent,
    aggregate=CONSENT,
    create=GiveConsent,
    actions=(WithdrawConsent,),
    offers=offers.with_consent,
    sort="-given_on",
    begins={WithdrawConsent: ("person_id",)},
    empty="No consent is recorded yet.",
    facts=(
        "person_id",
        "purpose",
        "purpose_thai?",
        "purpose_english?",
        "status",
        "given_on",
        "expires_on",
        "how",
        "note?",
        "withdrawn_on?",
    ),
    under="Personal data",
)

ERASURES: Final = Resource(
    "erasures",
    title="Erasures that wait",
    one="Erasure that waits",
    key="person_id",
    query=privacy.list_erasures,
    filters=views.ErasureFilter,
    row=views.ErasureView,
    columns=("name", "reason", "asked_on", "status"),
    named="name",
    item=privacy.one_erasure,
    aggregate=ERASURE,
    actions=(CallOffErasure,),
    offers=offers.with_erasure,
    search=False,
    related=(
        Related(
            "holds",
            title="What stands against it",
            query=erasing.list_holds,
            row=views.HoldView,
            columns=("kind", "what", "reason", "until"),
        ),
    ),
    empty="No erasure has to wait.",
    facts=("person_id", "reason", "asked_on", "status"),
    under="Personal data",
)

RETENTION_RULES: Final = Resource(
    "retention-rules",
    title="How long the law wants data kept",
    one="Retention rule",
    key="rule",
    query=privacy.list_retention_rules,
    row=views.RetentionRuleView,
    columns=("basis", "after", "years", "from_day"),
    named="basis",
    item=privacy.one_retention_rule,
    aggregate=RETENTION,
    create=SetRetentionRule,
    actions=(SetRetentionRule, EndRetentionRule),
    begins={SetRetentionRule: ("after", "years", "basis", "from_day")},
    search=False,
    empty="No rule is set: nobody's erasure waits for one.",
    under="Personal data",
)

REGISTER_OF_PROCESSING: Final = Resource(
    "processing",
    title="Register of processing (PDPA s.39)",
    one="Activity",
    key="activity",
    query=register_of_processing.as_called,
    row=views.ActivityRow,
    columns=(
        "activity",
        "service",
        "kept_in",
        "fields",
        "purpose",
        "basis",
        "retention",
        "recipients",
    ),
    named="activity",
    item=register_of_processing.one_as_called,
    aggregate=PROCESSING,
    actions=(DescribeProcessing,),
    begins={DescribeProcessing: ("purpose", "basis", "retention", "recipients")},
    search=False,
    sort="activity",
    ways=(BREACH_REPORT,),
    under="Personal data",
)

EXPIRING_CONSENTS: Final = Card(
    "expiring-consents",
    title="Consents that expire",
    query=privacy.expiring_consents,
    row=views.ConsentView,
    columns=("name", "purpose", "expires_on"),
    links="consents",
    empty="No consent expires within 90 days.",
)

WAITING_ERASURES: Final = Card(
    "waiting-erasures",
    title="Erasures that wait",
    query=privacy.waiting_erasures,
    row=views.ErasureView,
    columns=("name", "reason", "asked_on"),
    links="erasures",
    empty="No erasure has to wait.",
)

#: Lists of a person's page.
OF_A_PERSON: Final = (
    Related(
        "consents",
        title="Consents",
        query=privacy.list_consents,
        row=views.ConsentView,
        columns=("purpose", "given_on", "expires_on", "status"),
        links="consents",
        by="consent_id",
        actions=(WithdrawConsent,),
        offers=offers.with_a_consent,
    ),
    Related(
        "erasures",
        title="Asked to be erased",
        query=privacy.erasures_of,
        row=views.ErasureView,
        columns=("reason", "asked_on", "status"),
        links="erasures",
        by="person_id",
    ),
    Related(
        "exports",
        title="Record handed out",
        query=privacy.list_exports,
        row=views.ExportView,
        columns=("at", "account_name", "form"),
    ),
)
LEAVES: Final = (
    Leaf("record.json", title="All that is kept, to hand out (JSON)", show=record_as_json),
    Leaf("record.xlsx", title="All that is kept, to hand out (Excel)", show=record_as_xlsx),
    Leaf("seen", title="Who has seen it", show=seen_by),
)
#: What may be done with a person besides.
WITH_A_PERSON: Final = (GiveConsent, AskErasure)

ALL: Final = (
    CONSENTS,
    ERASURES,
    RETENTION_RULES,
    REGISTER_OF_PROCESSING,
    EXPIRING_CONSENTS,
    WAITING_ERASURES,
)


def with_privacy(people: Resource) -> Resource:
    """The people's pages, with what concerns their personal data."""

    def offered(person: Mapping[str, Any]) -> Collection[type]:
        others = people.actions if people.offers is None else people.offers(person)
        return others if person["erased"] else (*others, *WITH_A_PERSON)

    return replace(
        people,
        actions=(*people.actions, *WITH_A_PERSON),
        related=(*people.related, *OF_A_PERSON),
        leaves=(*people.leaves, *LEAVES),
        ways=(*people.ways, BREACH_REPORT),
        offers=offered,
    )
