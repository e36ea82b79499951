"""The screens, each one .py and one .kv, made on the first visit: starting the app builds only the home page."""

from __future__ import annotations

from importlib import import_module

# name → module and class
SCREENS = {
    "home": ("home", "HomeScreen"),
    "news": ("news", "NewsScreen"),
    "article": ("article", "ArticleScreen"),
    "services": ("services", "ServicesScreen"),
    "procedures": ("procedures", "ProceduresScreen"),
    "procedure": ("procedure", "ProcedureScreen"),
    "dossier": ("dossier", "DossierScreen"),
    "report": ("report", "ReportScreen"),
    "my_reports": ("my_reports", "MyReportsScreen"),
    "report_detail": ("report_detail", "ReportDetailScreen"),
    "inbox": ("inbox", "InboxScreen"),
    "notice": ("notice", "NoticeScreen"),
    "preferences": ("preferences", "PreferencesScreen"),
    "saved": ("saved", "SavedScreen"),
    "picture": ("picture", "PictureScreen"),
    "login": ("login", "LoginScreen"),
    "register": ("register", "RegisterScreen"),
    "account": ("account", "AccountScreen"),
    "settings": ("settings", "SettingsScreen"),
    "emergency": ("emergency", "EmergencyScreen"),
    "areas": ("areas", "AreasScreen"),
    "places": ("places", "PlacesScreen"),
    "place": ("place", "PlaceScreen"),
    "map": ("map", "MapScreen"),
    "place_picker": ("place_picker", "PlacePickerScreen"),
    "outbox": ("outbox", "OutboxScreen"),
    "public_report": ("public_report", "PublicReportScreen"),
    "forgot": ("forgot", "ForgotScreen"),
    "password": ("password", "PasswordScreen"),
    "profile": ("profile", "ProfileScreen"),
    "sessions": ("sessions", "SessionsScreen"),
    "consents": ("consents", "ConsentsScreen"),
    "my_data": ("my_data", "MyDataScreen"),
    "leave": ("leave", "LeaveScreen"),
    "my_dossiers": ("my_dossiers", "MyDossiersScreen"),
    "offices": ("offices", "OfficesScreen"),
    "office": ("office", "OfficeScreen"),
    "kept": ("kept", "KeptScreen"),
    "about": ("about", "AboutScreen"),
    "licences": ("licences", "LicencesScreen"),
    "licence": ("licence", "LicenceScreen"),
    "welcome": ("welcome", "WelcomeScreen"),
}

WHOLE_WINDOW = {"picture", "welcome"}  # without the bottom bar
TABS = ("home", "news", "services", "my_reports", "inbox")

# Which of the tabs stays marked while one of these is on show.
TAB_OF = {
    "article": "news",
    "procedures": "services",
    "procedure": "services",
    "dossier": "services",
    "my_dossiers": "services",
    "offices": "services",
    "office": "services",
    "report": "my_reports",
    "report_detail": "my_reports",
    "outbox": "my_reports",
    "place_picker": "my_reports",
    "public_report": "home",
    "map": "home",
    "notice": "inbox",
    "preferences": "inbox",
    "saved": "news",
    "places": "home",
    "place": "home",
    "emergency": "home",
    "account": "home",
    "settings": "home",
    "login": "home",
    "register": "home",
}


def make(name: str):
    """A new screen of this name."""
    module, cls = SCREENS[name]
    return getattr(import_module(f"citizen_mobile.screens.{module}"), cls)(name=name)
