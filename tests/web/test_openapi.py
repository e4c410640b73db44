"""The API keeps what its description says, whatever it is asked: no server error, no other type, no other shape."""

from __future__ import annotations

import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance
from serving import client_of

from whoholds.web.desk import Desk

HEADERS = {"Host": "127.0.0.1"}
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]
EXAMPLES = 12


def test_the_api_keeps_its_word(read_desk: Desk) -> None:
    """Every operation but the stream of events, which does not end."""
    app = client_of(read_desk).app
    described = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers=HEADERS)
    operations = [found.ok() for found in described.get_all_operations()]
    asked = [one for one in operations if one.path != "/api/v1/events"]
    for operation in asked:

        @given(case=operation.as_strategy())
        @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
        def keeps_its_word(case: schemathesis.Case) -> None:
            case.call_and_validate(headers=HEADERS, checks=CHECKS)

        keeps_its_word()
    assert len(asked) == 16
