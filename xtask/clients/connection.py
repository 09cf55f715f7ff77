"""How a script reaches the server, and what holds for the answer of every tool."""

import json
from contextlib import asynccontextmanager

from jsonschema import Draft202012Validator
from mcp import Client, MCPError, StdioServerParameters, stdio_client
from mcp.client.sse import sse_client


@asynccontextmanager
async def connect(target, mode):
    """`target` is a URL, or the command of a server on standard input and output."""
    server = target[0]
    if server.endswith("/sse"):
        server = sse_client(server)
    elif not server.startswith("http"):
        server = stdio_client(StdioServerParameters(command=server, args=target[1:]))
    async with Client(server, mode=mode) as client:
        tools, cursor = {}, None
        while True:
            page = await client.list_tools(cursor=cursor)
            tools |= {tool.name: tool for tool in page.tools}
            cursor = page.next_cursor
            if cursor is None:
                break
        yield Caller(client, tools)


class Caller:
    """Calls tools of one connection, and remembers which."""

    def __init__(self, client, tools):
        self.client = client
        self.tools = tools
        self.called = set()

    async def __call__(self, tool, **arguments):
        """The structured answer, which the tool's own schema describes."""
        self.called.add(tool)
        result = await self.client.call_tool(tool, arguments)
        text = "".join(block.text for block in result.content if block.type == "text")
        assert not result.is_error, f"refused: {text}"
        assert text.strip(), "no readable text"
        schema = self.tools[tool].output_schema
        assert schema, "no output schema"
        answer = result.structured_content
        for error in Draft202012Validator(schema).iter_errors(answer):
            raise AssertionError(f"its own schema does not describe {error.json_path}: {error.message[:200]}")
        return answer

    async def refused(self, tool, **arguments):
        """What an assistant reads where the call cannot be answered."""
        self.called.add(tool)
        try:
            result = await self.client.call_tool(tool, arguments)
        except MCPError as error:
            return str(error)
        assert result.is_error, f"not refused: {short(result.structured_content)}"
        return "".join(block.text for block in result.content if block.type == "text")


def short(value):
    return json.dumps(value)[:300]


def holds(answer, *keys):
    missing = [key for key in keys if key not in answer]
    assert not missing, f"no {missing} in {list(answer)}"


def same(found, wanted):
    assert found == wanted, f"{short(found)} is not {short(wanted)}"


def within(wanted, found):
    missing = [one for one in wanted if one not in found]
    assert not missing, f"no {missing} in {short(found)}"


def statements(policy):
    """The statements of a policy, one or several."""
    statement = policy["Statement"]
    return statement if isinstance(statement, list) else [statement]


def listed(value):
    """What IAM takes as one or as several, as several."""
    return value if isinstance(value, list) else [value]


def policy(action, resource, effect="Allow", **more):
    statement = {"Sid": "Only", "Effect": effect, "Action": action, "Resource": resource, **more}
    return {"Version": "2012-10-17", "Statement": [statement]}
