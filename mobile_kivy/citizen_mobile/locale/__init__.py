"""Words, dates and money in Vietnamese and English. Sources are English; people read `vi/LC_MESSAGES/app.po`."""
