"""Judges the host by the laws of a component: `python judge.py storage.wasm STORE`."""

import sys
import time
from types import SimpleNamespace

from host import File, Instance, Namespace
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
            if isinstance(step, int):
                time.sleep(step)
            elif step is None:
                self.restart()
            elif reason := self.call(number, step):
                return f"step {number}: {reason}"
        return None

    def restart(self):
        self.file = File(self.path)
        self.instances = {}

    def call(self, number, step):
        if step.role not in self.instances:
            self.instances[step.role] = self.start(self.law.roles[step.role])
        try:
            answer = self.run_until_sure(self.instances[step.role], number)
        except (Trap, WasmtimeError):
            del self.instances[step.role]
            return None if step.ends in ("traps", "rejected") else "the call failed"
        if answer.payload.tag != "kept":
            return answer.payload.payload or "it never came"
        self.memo = answer.payload.payload
        ended = {"ok": "returns", "err": "refuses"}[answer.tag]
        return None if ended == step.ends else f"the call {ended}, where it {step.ends} by the plan"

    def run_until_sure(self, instance, number):
        until = time.monotonic() + AGAIN_SECONDS_MAX
        while True:
            answer = instance.call(LAWS, "run", self.law.name, number, self.memo)
            if answer.payload.tag != "again" or time.monotonic() > until:
                return answer
            time.sleep(0.01)

    def start(self, role):
        quota_bytes = getattr(role, "quota-bytes")
        return Instance(self.component, Namespace(self.file, role.id, role.access, quota_bytes, role.keys))


def main(path, store):
    engine = Engine()
    component = SimpleNamespace(engine=engine, code=Component.from_file(engine, path))
    laws = Instance(component, Namespace(File(store), "nobody", "none", 0, None)).call(LAWS, "list-laws")
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
