"""A complete host of `airssys:wasm/storage` in Python, over wasmtime and a folder."""

import base64
import ctypes
import hashlib
import json
import logging
import os

from wasmtime import Store as Wasm
from wasmtime.component import Linker, Record, Variant
from wasmtime.component import _types as wasmtime_types

KEY_BYTES_MAX = 256
VALUE_BYTES_MAX = 1_048_576
CALL_BYTES_MAX = 268_435_456
CALL_KEYS_MAX = 10_000
KEYS_PER_ANSWER_MAX = 10_000
LEVELS = {"none": 0, "read-only": 1, "read-write": 2, "admin": 3}
NEEDS = {"read": 1, "write": 2, "admin": 3}


class Refused(Exception):
    """What a function answers in place of a result."""

    def __init__(self, tag, value=None):
        self.error = Variant(tag, value)


class File:
    """The entries of one namespace, in a file that each commit replaces: what it says is true after any end of the process."""

    def __init__(self, path):
        self.path = path
        self.entries = self._read()

    def commit(self, entries):
        try:
            self._write(entries)
        except OSError as error:
            self.entries = self._read()  # whatever became of the file, it is what holds from now on
            raise RuntimeError("nobody can tell whether the call was committed") from error
        self.entries = entries

    def _read(self):
        if not os.path.exists(self.path):
            return {}
        with open(self.path, encoding="utf-8") as file:
            return {key: base64.b64decode(value) for key, value in json.load(file).items()}

    def _write(self, entries):
        with open(self.path + ".new", "w", encoding="utf-8") as file:
            file.write(json.dumps({key: base64.b64encode(value).decode() for key, value in entries.items()}))
            file.flush()
            os.fsync(file.fileno())
        os.replace(self.path + ".new", self.path)
        folder = os.open(os.path.dirname(self.path), os.O_RDONLY)
        try:
            os.fsync(folder)  # a rename is durable once its folder is
        finally:
            os.close(folder)


class Folder:
    """The data of all components, one file each."""

    def __init__(self, path):
        self.path = os.path.abspath(path)
        self.files = {}
        os.makedirs(self.path, exist_ok=True)

    def file(self, component_id):
        if component_id not in self.files:
            # A digest is a good name in every file system, also where case does not count: two ids never share a file.
            name = hashlib.sha256(component_id.encode()).hexdigest()
            self.files[component_id] = File(os.path.join(self.path, f"{name}.json"))
        return self.files[component_id]


class Namespace:
    """The functions of `storage` for one component, and the transaction of its call."""

    def __init__(self, folder, component_id, access, quota_bytes, patterns):
        self.file = folder.file(component_id)
        self.name = f"component:{component_id}"
        self.access = access
        self.quota_bytes = quota_bytes
        self.patterns = ["*"] if patterns is None else patterns
        self.pending = None
        self.written = 0
        self.changed = set()
        self.used = 0

    def transaction(self, work):
        """Does the work of a call: durable before it answers, and forgotten if it traps or answers an error."""
        committed = self.file.entries
        self.pending, self.written, self.changed = dict(committed), 0, set()
        self.used = sum(len(key.encode()) + len(value) for key, value in committed.items())
        try:
            answer = work()
            is_refused = isinstance(answer, Variant) and answer.tag == "err"
            if not is_refused and self.pending != committed:
                self.file.commit(self.pending)
            return answer
        finally:
            self.pending = None

    def get(self, key):
        self._admit("read", key)
        return self._entries().get(key)

    def set(self, key, value):
        self._admit("write", key)
        if len(value) > VALUE_BYTES_MAX:
            raise Refused("value-too-large", VALUE_BYTES_MAX)
        self.written += len(value)
        if self.written > CALL_BYTES_MAX:
            raise Refused("limit-exceeded", f"a call writes at most {CALL_BYTES_MAX} bytes of values")
        entries = self._entries()
        before = len(key.encode()) + len(entries[key]) if key in entries else 0
        more = len(key.encode()) + len(value) - before
        if more > 0 and self._used() + more > self.quota_bytes:
            raise Refused("quota-exceeded", self._quota(more))
        self._change({key})
        entries[key] = bytes(value)
        self.used += more

    def delete(self, key):
        self._admit("write", key)
        if key not in self._entries():
            return False
        self._change({key})
        self.used -= len(key.encode()) + len(self.pending.pop(key))
        return True

    def has(self, key):
        self._admit("read", key)
        return key in self._entries()

    def keys(self, prefix):
        prefix = prefix or ""
        self._require_level("read")
        self._require_text(prefix, least=0)
        self._require_inside(prefix, every=True)
        found = sorted((key for key in self._entries() if key.startswith(prefix)), key=str.encode)
        if len(found) > KEYS_PER_ANSWER_MAX:
            raise Refused("limit-exceeded", f"an answer has at most {KEYS_PER_ANSWER_MAX} keys")
        return found

    def size(self):
        self._require_level("read")
        return self._used()

    def clear(self):
        self._require_level("admin")
        self._require_inside("", every=True)
        self._change(self._entries().keys())
        self.pending.clear()
        self.used = 0

    def _change(self, keys):
        """Counts keys that are about to be changed: each of them once."""
        added = keys - self.changed
        if len(self.changed) + len(added) > CALL_KEYS_MAX:
            raise Refused("limit-exceeded", f"a call changes at most {CALL_KEYS_MAX} keys")
        self.changed |= added

    def _admit(self, need, key):
        """What is looked at before anything is read: the level, the key, the patterns."""
        self._require_level(need)
        self._require_text(key, least=1)
        self._require_inside(key)

    def _require_level(self, need):
        if LEVELS[self.access] < NEEDS[need]:
            raise Refused("permission-denied", f"storage:{self.name}:{need}")

    def _require_text(self, text, least):
        size = len(text.encode())
        if not least <= size <= KEY_BYTES_MAX:
            raise Refused("invalid-key", f"a key has {least} to {KEY_BYTES_MAX} bytes, this one has {size}")
        if text.startswith("\ufeff") or any(ord(each) < 0x20 or 0x7F <= ord(each) <= 0x9F for each in text):
            raise Refused("invalid-key", "a key has no control characters, and no U+FEFF at its beginning")

    def _require_inside(self, key, every=False):
        """One pattern has the key, or every key that begins with it."""
        for pattern in self.patterns:
            if (pattern.endswith("*") and key.startswith(pattern[:-1])) or (pattern == key and not every):
                return
        before, star, _ = (key + "*" if every else key).partition("*")
        raise Refused("permission-denied", f"storage:{self.name}:keys:{before}{star}")

    def _entries(self):
        if self.pending is None:
            raise RuntimeError("storage was used outside of a call")
        return self.pending

    def _used(self):
        self._entries()  # refuses outside of a call
        return self.used

    def _quota(self, requested):
        quota = Record()
        quota.used, quota.quota, quota.requested = self._used(), self.quota_bytes, requested
        return quota


class Instance:
    """A component at work under an id, which it cannot name and so cannot change."""

    def __init__(self, component, namespace):
        self.namespace = namespace
        linker = Linker(component.engine)
        with linker.root() as root, root.add_instance("airssys:wasm/storage@0.1.0") as imports:
            for name in ("get", "set", "delete", "has", "keys", "size", "clear"):
                imports.add_func(f"storage-{name}", answering(getattr(namespace, name)))
        self.wasm = Wasm(component.engine)
        # What a component writes while it begins is a transaction like a call.
        self.instance = namespace.transaction(lambda: linker.instantiate(self.wasm, component.code))

    def call(self, interface, name, *args):
        """One call is one transaction."""
        exports = self.instance.get_export_index(self.wasm, interface)
        function = self.instance.get_func(self.wasm, self.instance.get_export_index(self.wasm, name, exports))

        def work():
            answer = function(self.wasm, *args)
            function.post_return(self.wasm)
            return answer

        return self.namespace.transaction(work)


def answering(function):
    """Every function answers a result, whatever happens. Of failures of the host a component learns nothing."""

    def answer(_wasm, *args):
        try:
            return function(*args)
        except Refused as refused:
            return refused.error
        except Exception:
            logging.exception("a function of storage failed")
            return Variant("internal-error", "see the log of the host")

    return answer


def _lower_result(self, store, value):
    """wasmtime 50 takes an error for an `ok` whose type is an option, since everything in Python is an `object`."""
    if self._tagged() or not isinstance(value, Variant):
        return wasmtime_types.VariantLikeType._lower(self, store, value)
    raw = wasmtime_types.ffi.wasmtime_component_val_t()
    self.err.convert_to_c(store, value, ctypes.pointer(raw))
    return ("err", wasmtime_types.ffi.wasmtime_component_val_new(ctypes.byref(raw)))


wasmtime_types.ResultType._lower = _lower_result
