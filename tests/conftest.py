"""Where NO_SKIP is set, a skipped test has failed: CI installs all that the tests can use.

But for official schemas, which are neither the project's nor to be installed (`official_schema`).
"""

import os
from collections.abc import Generator

import pytest
from hypothesis import settings

NO_SKIP = bool(os.environ.get("NO_SKIP"))

# The same examples each time, however slow the machine; `--hypothesis-profile=wide` tries others.
settings.register_profile("house", deadline=None, derandomize=True, max_examples=20)
settings.register_profile("wide", deadline=None, max_examples=300)
settings.load_profile("house")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure."""
    report = yield
    may_skip = hasattr(report, "wasxfail") or item.get_closest_marker("official_schema")
    if NO_SKIP and report.skipped and not may_skip:
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn a skipped module into an error."""
    report = yield
    if NO_SKIP and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be: {report.longrepr}"
    return report
