import { clearMocks, mockIPC } from "@tauri-apps/api/mocks";
import { afterEach, describe, expect, it } from "vitest";
import type { RequestId } from "../generated/commands";
import { ask, call, IncidentError, NoAnswerError, RefusedError, uuidv7 } from ".";

afterEach(clearMocks);

function answering(answer: unknown) {
  const seen: { cmd: string; args: unknown }[] = [];
  mockIPC((cmd, args) => {
    seen.push({ cmd, args });
    return JSON.stringify(answer);
  });
  return seen;
}

describe("call", () => {
  it("sends name, request id and the payload as one JSON string", async () => {
    const seen = answering({ outcome: "done", requestId: "r1", value: { rows: [] } });
    await call("product_suggest", { text: "tent" }, "r1" as RequestId);
    expect(seen).toEqual([
      { cmd: "call", args: { name: "product_suggest", requestId: "r1", payload: '{"text":"tent"}' } },
    ]);
  });

  it("gives the value, and tells declined from done", async () => {
    answering({ outcome: "declined", requestId: "r2", value: { rows: [] } });
    expect(await call("product_suggest", { text: "" })).toEqual({
      value: { rows: [] },
      declined: true,
      requestId: "r2",
    });
    answering({ outcome: "done", requestId: "r3", value: { rows: [] } });
    expect(await ask("product_suggest", { text: "" })).toEqual({ rows: [] });
  });

  it("throws a refusal with its data, message and request id", async () => {
    answering({ outcome: "refused", requestId: "r4", refusal: { code: "BUSY", what: "an import" }, message: "busy" });
    const error = await ask("settings_get", {}).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(RefusedError);
    expect(error).toMatchObject({ refusal: { code: "BUSY", what: "an import" }, message: "busy", requestId: "r4" });
  });

  it("throws an incident with its number", async () => {
    answering({ outcome: "incident", requestId: "r5", incident: "I-17" });
    const error = await ask("settings_get", {}).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(IncidentError);
    expect(error).toMatchObject({ incident: "I-17", requestId: "r5" });
  });

  it("says that no answer came, and keeps the id for a blind retry", async () => {
    mockIPC(() => {
      throw new Error("gone");
    });
    const error = await call("settings_get", {}, "r6" as RequestId).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(NoAnswerError);
    expect(error).toMatchObject({ requestId: "r6" });
  });
});

describe("uuidv7", () => {
  it("carries the time first, then version and variant", () => {
    const id = uuidv7(0x0123456789ab, new Uint8Array(10).fill(0xff));
    expect(id).toBe("01234567-89ab-7fff-bfff-ffffffffffff");
  });

  it("sorts by time", () => {
    expect(uuidv7(1000) < uuidv7(2000)).toBe(true);
  });
});
