"""Words, dates and money in Vietnamese and English. The sources are English; `vi/LC_MESSAGES/app.po` is what people read."""
