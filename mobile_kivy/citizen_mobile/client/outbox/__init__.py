"""What people wrote and the server does not have yet: it survives anything, and is sent in order, each thing once.

Each item carries the UUID that is sent as `Idempotency-Key`: when the connection drops after the server has accepted
it, the next try with the same key gets the first answer back. Photos are copied next to the database and have keys too.

```python
item = store.outbox.add("report", "reports/", body, photos)          # StorageError when the phone is full
store.outbox.add("comment", "me/reports/{code}/comments/", body, about=item.key)   # waits for its report
store.outbox.edit(key, body, photos)    # TooLate: accepted or under way; InDoubt: it may be, the next contact tells
store.outbox.withdraw(key)              # False: too late, or in doubt
store.outbox.visible(PENDING, REJECTED) # what to show; held_by(item) says `login` or `report` when no try is made
store.outbox.photos(key)                # its files, to show them or to give them to edit
store.sender.ring()                     # after add or edit
```
"""

from citizen_mobile.client.outbox.item import (
    PENDING as PENDING,
)
from citizen_mobile.client.outbox.item import (
    REJECTED as REJECTED,
)
from citizen_mobile.client.outbox.item import (
    SENDING as SENDING,
)
from citizen_mobile.client.outbox.item import (
    SENT as SENT,
)
from citizen_mobile.client.outbox.item import (
    InDoubt as InDoubt,
)
from citizen_mobile.client.outbox.item import (
    OutboxItem as OutboxItem,
)
from citizen_mobile.client.outbox.item import (
    OutboxPhoto as OutboxPhoto,
)
from citizen_mobile.client.outbox.item import (
    TooLate as TooLate,
)
from citizen_mobile.client.outbox.kinds import kind_of as kind_of
from citizen_mobile.client.outbox.receipts import Receipts as Receipts
from citizen_mobile.client.outbox.sender import Sender as Sender
from citizen_mobile.client.outbox.storage import Outbox as Outbox
