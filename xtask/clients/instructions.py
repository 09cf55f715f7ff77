"""Tools that hold what the user wants of every policy, for the connection it was set on."""

from connection import same

TEXT = "Every bucket policy asks for TLS."


async def set_custom_instructions(call):
    answer = await call("set_custom_instructions", instructions=TEXT)
    same(answer["success"], True)
    assert TEXT[:10] in answer["instructions_preview"], answer
    assert answer["previous_source"], answer


async def get_custom_instructions(call):
    await call("set_custom_instructions", instructions=TEXT)
    answer = await call("get_custom_instructions")
    same((answer["has_instructions"], answer["instructions"]), (True, TEXT))
    assert answer["source"], answer


async def clear_custom_instructions(call):
    await call("set_custom_instructions", instructions=TEXT)
    assert (await call("clear_custom_instructions"))["status"], "no status"
    same((await call("get_custom_instructions"))["has_instructions"], False)


CASES = [set_custom_instructions, get_custom_instructions, clear_custom_instructions]
SET = ("set_custom_instructions", {"instructions": TEXT}, "get_custom_instructions", "has_instructions")
