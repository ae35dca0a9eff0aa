"""Rows of an Arrow table in the canonical form that canonical.ts describes: a list of JSON-ready cells a row."""
import datetime
import decimal
import json
import math

import pyarrow as pa


def canonical_rows(table):
    columns = [[cell(column.type, value) for value in column.to_pylist()] for column in table.columns]
    return [list(row) for row in zip(*columns)] if columns else [[] for _ in range(table.num_rows)]


def cell(kind, value):
    if value is None or isinstance(value, bool):
        return value
    if pa.types.is_floating(kind):
        return floating(value)
    if pa.types.is_struct(kind):
        return {kind.field(i).name.lower(): cell(kind.field(i).type, value[kind.field(i).name]) for i in range(kind.num_fields)}
    if pa.types.is_map(kind):
        return sorted(([cell(kind.key_type, k), cell(kind.item_type, v)] for k, v in value), key=order)
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return [cell(kind.value_type, item) for item in value]
    if isinstance(value, (bytes, bytearray)):
        return value.hex()
    if isinstance(value, datetime.datetime):
        utc = value.astimezone(datetime.timezone.utc).replace(tzinfo=None) if value.tzinfo else value
        return utc.isoformat(timespec="microseconds") + ("Z" if value.tzinfo else "")
    if isinstance(value, datetime.time):
        return value.isoformat(timespec="microseconds")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    return str(value)


def order(pair):
    """As JavaScript orders the JSON texts of keys."""
    return json.dumps(pair[0], ensure_ascii=False, separators=(",", ":")).encode("utf-16-be")


def floating(value):
    """What JavaScript's toExponential prints: the shortest digits that mean this number."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    sign, digits, exponent = decimal.Decimal(repr(value)).as_tuple()
    text = "".join(map(str, digits)).lstrip("0")
    exponent = exponent + len(text) - 1 if text else 0
    text = text.rstrip("0") or "0"
    return f"{'-' if sign else ''}{text[0]}{'.' + text[1:] if len(text) > 1 else ''}e{exponent:+d}"
