"""A complete host of `airssys:wasm/storage` in Python, over wasmtime and a file."""

import base64
import ctypes
import json
import os

from wasmtime import Store as Wasm
from wasmtime.component import Linker, Record, Variant
from wasmtime.component import _types as wasmtime_types

KEY_BYTES_MAX = 256
VALUE_BYTES_MAX = 1_048_576
KEYS_PER_ANSWER_MAX = 10_000
LEVELS = {"none": 0, "read-only": 1, "read-write": 2, "admin": 3}
NEEDS = {"read": 1, "write": 2, "admin": 3}


class Refused(Exception):
    """What a function answers in place of a result."""

    def __init__(self, tag, value=None):
        self.error = Variant(tag, value)


class File:
    """All namespaces in one file, which is replaced as a whole: what it says is true after any end of the process."""

    def __init__(self, path):
        self.path = path
        self.namespaces = {}
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                stored = json.load(file)
            self.namespaces = {
                name: {key: base64.b64decode(value) for key, value in entries.items()}
                for name, entries in stored.items()
            }

    def commit(self, name, entries):
        namespaces = {**self.namespaces, name: entries}
        text = json.dumps(
            {
                name: {key: base64.b64encode(value).decode() for key, value in entries.items()}
                for name, entries in namespaces.items()
            }
        )
        with open(self.path + ".new", "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(self.path + ".new", self.path)
        folder = os.open(os.path.dirname(os.path.abspath(self.path)), os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
        self.namespaces = namespaces


class Namespace:
    """The functions of `storage` for one component, and the transaction of its call."""

    def __init__(self, file, component_id, access, quota_bytes, patterns):
        self.file = file
        self.name = f"component:{component_id}"
        self.access = access
        self.quota_bytes = quota_bytes
        self.patterns = ["*"] if patterns is None else patterns
        self.changed = None

    def get(self, key):
        self._admit("read", key)
        return self._entries().get(key)

    def set(self, key, value):
        self._admit("write", key)
        if len(value) > VALUE_BYTES_MAX:
            raise Refused("value-too-large", VALUE_BYTES_MAX)
        entries = self._entries()
        before = len(key.encode()) + len(entries[key]) if key in entries else 0
        more = len(key.encode()) + len(value) - before
        if more > 0 and self._used() + more > self.quota_bytes:
            raise Refused("quota-exceeded", self._quota(more))
        self._changing()[key] = bytes(value)

    def delete(self, key):
        self._admit("write", key)
        return self._changing().pop(key, None) is not None

    def has(self, key):
        self._admit("read", key)
        return key in self._entries()

    def keys(self, prefix):
        prefix = prefix or ""
        self._require_level("read")
        self._require_text(prefix, least=0)
        self._require_inside(prefix + "*")
        found = sorted((key for key in self._entries() if key.startswith(prefix)), key=str.encode)
        if len(found) > KEYS_PER_ANSWER_MAX:
            raise Refused("limit-exceeded", f"an answer has at most {KEYS_PER_ANSWER_MAX} keys")
        return found

    def size(self):
        self._require_level("read")
        return self._used()

    def clear(self):
        self._require_level("admin")
        self._require_inside("*")
        self.changed = {}

    def _admit(self, need, key):
        """What is looked at before anything is read: the level, the key, the patterns."""
        self._require_level(need)
        self._require_text(key, least=1)
        self._require_inside(key.split("*")[0] + "*" if "*" in key else key)

    def _require_level(self, need):
        if LEVELS[self.access] < NEEDS[need]:
            raise Refused("permission-denied", f"storage:{self.name}:{need}")

    def _require_text(self, text, least):
        size = len(text.encode())
        if not least <= size <= KEY_BYTES_MAX:
            raise Refused("invalid-key", f"a key has {least} to {KEY_BYTES_MAX} bytes, this one has {size}")
        if text.startswith("\ufeff") or any(ord(each) < 0x20 or 0x7F <= ord(each) <= 0x9F for each in text):
            raise Refused("invalid-key", "a key has no control characters, and no U+FEFF at its beginning")

    def _require_inside(self, reach):
        for pattern in self.patterns:
            if reach == pattern or (pattern.endswith("*") and reach.startswith(pattern[:-1])):
                return
        raise Refused("permission-denied", f"storage:{self.name}:keys:{reach}")

    def _entries(self):
        return self.file.namespaces.get(self.name, {}) if self.changed is None else self.changed

    def _changing(self):
        if self.changed is None:
            self.changed = dict(self._entries())
        return self.changed

    def _used(self):
        return sum(len(key.encode()) + len(value) for key, value in self._entries().items())

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
        self.instance = linker.instantiate(self.wasm, component.code)

    def call(self, interface, name, *args):
        """One call is one transaction: durable before it answers, and forgotten if it traps or answers an error."""
        exports = self.instance.get_export_index(self.wasm, interface)
        function = self.instance.get_func(self.wasm, self.instance.get_export_index(self.wasm, name, exports))
        namespace = self.namespace
        namespace.changed = None
        try:
            answer = function(self.wasm, *args)
            function.post_return(self.wasm)
            refused = isinstance(answer, Variant) and answer.tag == "err"
            if namespace.changed is not None and not refused:
                namespace.file.commit(namespace.name, namespace.changed)
            return answer
        finally:
            namespace.changed = None


def answering(function):
    def answer(_wasm, *args):
        try:
            return function(*args)
        except Refused as refused:
            return refused.error

    return answer


def _lower_result(self, store, value):
    """wasmtime 50 takes an error for an `ok` whose type is an option, since everything in Python is an `object`."""
    if self._tagged() or not isinstance(value, Variant):
        return wasmtime_types.VariantLikeType._lower(self, store, value)
    raw = wasmtime_types.ffi.wasmtime_component_val_t()
    self.err.convert_to_c(store, value, ctypes.pointer(raw))
    return ("err", wasmtime_types.ffi.wasmtime_component_val_new(ctypes.byref(raw)))


wasmtime_types.ResultType._lower = _lower_result
