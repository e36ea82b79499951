"""What the server speaks of, as dataclasses, by subject. Field names are the API's own (see api_docs/openapi.yaml)."""

from citizen_mobile.client.models.directory import (
    Area as Area,
)
from citizen_mobile.client.models.directory import (
    AreaHere as AreaHere,
)
from citizen_mobile.client.models.directory import (
    EmergencyNumber as EmergencyNumber,
)
from citizen_mobile.client.models.directory import (
    Office as Office,
)
from citizen_mobile.client.models.directory import (
    OpeningSpan as OpeningSpan,
)
from citizen_mobile.client.models.directory import (
    Place as Place,
)
from citizen_mobile.client.models.directory import (
    PlaceItem as PlaceItem,
)
from citizen_mobile.client.models.feedback import (
    MapCluster as MapCluster,
)
from citizen_mobile.client.models.feedback import (
    MapPoint as MapPoint,
)
from citizen_mobile.client.models.feedback import (
    NearbyReport as NearbyReport,
)
from citizen_mobile.client.models.feedback import (
    Rating as Rating,
)
from citizen_mobile.client.models.feedback import (
    Report as Report,
)
from citizen_mobile.client.models.feedback import (
    ReportCategory as ReportCategory,
)
from citizen_mobile.client.models.feedback import (
    ReportEvent as ReportEvent,
)
from citizen_mobile.client.models.feedback import (
    ReportMap as ReportMap,
)
from citizen_mobile.client.models.feedback import (
    ReportPhoto as ReportPhoto,
)
from citizen_mobile.client.models.news import (
    Article as Article,
)
from citizen_mobile.client.models.news import (
    ArticleItem as ArticleItem,
)
from citizen_mobile.client.models.news import (
    ArticleRating as ArticleRating,
)
from citizen_mobile.client.models.news import (
    NewsCategory as NewsCategory,
)
from citizen_mobile.client.models.news import (
    Picture as Picture,
)
from citizen_mobile.client.models.notices import (
    KindChoice as KindChoice,
)
from citizen_mobile.client.models.notices import (
    NoticeItem as NoticeItem,
)
from citizen_mobile.client.models.notices import (
    Preferences as Preferences,
)
from citizen_mobile.client.models.notices import (
    Topic as Topic,
)
from citizen_mobile.client.models.notices import (
    TopicChoice as TopicChoice,
)
from citizen_mobile.client.models.people import (
    Consent as Consent,
)
from citizen_mobile.client.models.people import (
    LoginSession as LoginSession,
)
from citizen_mobile.client.models.people import (
    OtpSent as OtpSent,
)
from citizen_mobile.client.models.people import (
    User as User,
)
from citizen_mobile.client.models.services import (
    Case as Case,
)
from citizen_mobile.client.models.services import (
    Channel as Channel,
)
from citizen_mobile.client.models.services import (
    Dossier as Dossier,
)
from citizen_mobile.client.models.services import (
    DossierEvent as DossierEvent,
)
from citizen_mobile.client.models.services import (
    LegalBasis as LegalBasis,
)
from citizen_mobile.client.models.services import (
    LifeEvent as LifeEvent,
)
from citizen_mobile.client.models.services import (
    MissingDocument as MissingDocument,
)
from citizen_mobile.client.models.services import (
    NamedDocument as NamedDocument,
)
from citizen_mobile.client.models.services import (
    Procedure as Procedure,
)
from citizen_mobile.client.models.services import (
    ProcedureDocument as ProcedureDocument,
)
from citizen_mobile.client.models.services import (
    ProcedureField as ProcedureField,
)
from citizen_mobile.client.models.services import (
    ProcedureItem as ProcedureItem,
)
from citizen_mobile.client.models.services import (
    Step as Step,
)
from citizen_mobile.client.models.shapes import (
    CodeName as CodeName,
)
from citizen_mobile.client.models.shapes import (
    Loaded as Loaded,
)
from citizen_mobile.client.models.shapes import (
    Page as Page,
)
from citizen_mobile.client.models.shapes import (
    SlugName as SlugName,
)
