"""Judges the host by the laws of a component: `python judge.py storage.wasm STORE`."""

import sys
import time
from types import SimpleNamespace

from host import Folder, Instance, Namespace
from wasmtime import Engine, Trap, WasmtimeError
from wasmtime.component import Component

LAWS = "airssys:conformance/laws@0.1.0"
AGAIN_SECONDS_MAX = 10


class Trial:
    def __init__(self, component, path, law):
        self.component = component
        self.path = path
        self.law = law
        self.memo = ""
        self.restart()

    def run(self):
        """Does the plan of the law. Answers how the law was broken, or None."""
        for number, step in enumerate(self.law.plan):
            if reason := getattr(self, step.tag)(number, step.payload):
                return f"step {number}: {reason}"
        return None

    def wait(self, _number, seconds):
        time.sleep(seconds)

    def restart(self, *_):
        self.folder = Folder(self.path)
        self.instances = {}

    def kill(self, *_):
        """Nothing is closed at a restart either: all there is to this host is its files."""
        self.restart()

    def call(self, number, call):
        memo, reason = self.attempt(number, call, self.memo)
        self.memo = self.memo if memo is None else memo
        return reason

    def together(self, number, calls):
        """One after the other: this host has one thread, and no call waits for anything."""
        attempts = [self.attempt(number, call, f"{self.memo}\n{place}") for place, call in enumerate(calls)]
        self.memo += "\n" + "+" * len(calls)
        return next((reason for _, reason in attempts if reason), None)

    def attempt(self, number, call, memo):
        """Answers the memo of the call, if it has one, and how the law was broken."""
        if call.role not in self.instances:
            self.instances[call.role] = self.start(self.law.roles[call.role])
        try:
            answer = self.run_until_sure(self.instances[call.role], number, memo)
        except (Trap, WasmtimeError):
            del self.instances[call.role]
            return None, None if call.ends in ("traps", "rejected") else "the call failed"
        if answer.payload.tag != "kept":
            return None, answer.payload.payload or "it never came"
        ended = {"ok": "returns", "err": "refuses"}[answer.tag]
        reason = None if ended == call.ends else f"the call {ended}, where it {call.ends} by the plan"
        return answer.payload.payload, reason

    def run_until_sure(self, instance, number, memo):
        until = time.monotonic() + AGAIN_SECONDS_MAX
        while True:
            answer = instance.call(LAWS, "run", self.law.name, number, memo)
            if answer.payload.tag != "again" or time.monotonic() > until:
                return answer
            time.sleep(0.01)

    def start(self, role):
        quota_bytes = getattr(role, "quota-bytes")
        return Instance(self.component, Namespace(self.folder, role.id, role.access, quota_bytes, role.keys))


def main(path, store):
    engine = Engine()
    component = SimpleNamespace(engine=engine, code=Component.from_file(engine, path))
    laws = Instance(component, Namespace(Folder(store), "nobody", "none", 0, None)).call(LAWS, "list-laws")
    broken = 0
    for law in laws:
        reason = Trial(component, store, law).run()
        if reason is not None:
            broken += 1
            print(f"broken: {law.name}\n  {reason}")
    print(f"{len(laws) - broken} of {len(laws)} laws kept")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
