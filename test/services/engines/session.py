"""Answers requests, a JSON line each, until its input ends. Whatever else prints goes to standard error."""
import json
import os
import sys
import traceback


def private_output():
    """The real standard output; what the libraries and their child processes print is kept out of it."""
    output = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return output


def serve(output, answer):
    print(json.dumps({"ready": True}), file=output, flush=True)
    for line in sys.stdin:
        try:
            reply = {"value": answer(json.loads(line))}
        except BaseException as error:
            reply = {"error": f"{type(error).__name__}: {error}", "trace": traceback.format_exc()}
        print(json.dumps(reply), file=output, flush=True)
    # Not by sys.exit: a JVM below closes with its pipe, and its polite end takes seconds.
    os._exit(0)
