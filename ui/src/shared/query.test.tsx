import { QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, describe, expect, it } from "vitest";
import { clearMocks, mockIPC } from "../bridge/testing";
import { createQueryClient, useWrite } from "./query";

afterEach(clearMocks);

function showBackup() {
  const client = createQueryClient();
  return renderHook(() => useWrite("backup_now"), {
    wrapper: (props: { children: ReactNode }) => (
      <QueryClientProvider client={client}>{props.children}</QueryClientProvider>
    ),
  });
}

describe("the request id of a write", () => {
  it("is kept only for a blind retry of the same payload", async () => {
    const ids: string[] = [];
    let answers = false;
    mockIPC((_cmd, args) => {
      ids.push((args as { requestId: string }).requestId);
      if (!answers) throw new Error("no answer");
      return JSON.stringify({ outcome: "done", requestId: "r", value: {} });
    });
    const { result } = showBackup();
    const run = (destination: string | undefined) =>
      act(async () => {
        await result.current.run({ destination }).catch(() => undefined);
      });
    await run("a");
    await run("a");
    expect(ids[1]).toBe(ids[0]);
    await run("b");
    expect(ids[2]).not.toBe(ids[0]);
    answers = true;
    await run("b");
    expect(ids[3]).toBe(ids[2]);
    await run("b");
    expect(ids[4]).not.toBe(ids[3]);
  });

  it("is new after a refusal: that was an answer", async () => {
    const ids: string[] = [];
    mockIPC((_cmd, args) => {
      ids.push((args as { requestId: string }).requestId);
      return JSON.stringify({ outcome: "refused", requestId: "r", refusal: { code: "BUSY", what: "x" }, message: "" });
    });
    const { result } = showBackup();
    for (let i = 0; i < 2; i++) {
      await act(async () => {
        await result.current.run({}).catch(() => undefined);
      });
    }
    expect(ids[1]).not.toBe(ids[0]);
  });
});
