"""What a component cannot see of the host, and laws do not judge."""

import contextlib
import logging
import os
import tempfile
import unittest
from unittest import mock

import host

logging.disable()


class HostTest(unittest.TestCase):
    def setUp(self):
        self.path = self.enterContext(tempfile.TemporaryDirectory())
        self.folder = host.Folder(self.path)

    def namespace(self, patterns=None):
        return host.Namespace(self.folder, "notes", "admin", 1_000, patterns)

    def get(self, key):
        notes = self.namespace()
        return notes.transaction(lambda: notes.get(key))

    def test_after_a_commit_that_failed_the_host_says_what_the_file_says(self):
        for failing, value in (("replace", None), ("close", b"1")):
            notes = self.namespace()
            broken = mock.patch.object(host.os, failing, side_effect=OSError("EIO /var/lib/host"))
            with broken, self.assertRaisesRegex(RuntimeError, "^nobody can tell whether the call was committed$"):
                notes.transaction(lambda: notes.set(failing, b"1"))
            self.assertEqual(self.get(failing), value)
            self.assertEqual(host.Folder(self.path).file("notes").entries.get(failing), value)

    def test_a_failure_of_the_host_is_an_internal_error_without_a_path(self):
        notes = self.namespace()
        with mock.patch.object(notes, "_used", side_effect=OSError("/secret/path")):
            error = notes.transaction(lambda: host.answering(notes.size)(None))
        self.assertEqual((error.tag, error.payload), ("internal-error", "see the log of the host"))

    def test_nothing_is_done_outside_of_a_call(self):
        notes = self.namespace()
        self.assertEqual(host.answering(notes.set)(None, "ghost", b"1").tag, "internal-error")
        self.assertIsNone(self.get("ghost"))

    def test_a_call_that_fails_leaves_nothing(self):
        notes = self.namespace()
        with contextlib.suppress(ZeroDivisionError):
            notes.transaction(lambda: (notes.set("a", b"1"), 1 / 0))
        self.assertIsNone(self.get("a"))

    def test_the_denial_of_a_prefix_ends_with_its_first_star(self):
        users = self.namespace(["users/*", "a*b"])
        for work, wanted in (
            (lambda: users.keys("a*b"), "a*"),
            (lambda: users.keys("us"), "us*"),
            (lambda: users.get("b*c"), "b*"),
            (lambda: users.get("b"), "b"),
        ):
            with self.assertRaises(host.Refused) as denied:
                users.transaction(work)
            self.assertEqual(denied.exception.error.payload, f"storage:component:notes:keys:{wanted}")

    def test_what_a_call_writes_is_bounded(self):
        notes = self.namespace()
        with mock.patch.object(host, "CALL_BYTES_MAX", 2), self.assertRaises(host.Refused) as refused:
            notes.transaction(lambda: [notes.set("a", b"1") for _ in range(3)])
        self.assertEqual(refused.exception.error.tag, "limit-exceeded")


if __name__ == "__main__":
    unittest.main()
