import { I18nProvider } from "@lingui/react";
import { QueryClientProvider, useQuery } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { I18nProvider as AriaI18nProvider } from "react-aria-components";
import { ask, shell } from "../bridge";
import { followCoreClock } from "../shared/clock";
import { FormatsProvider } from "../shared/formats";
import { i18n } from "../shared/i18n";
import { createQueryClient, followChanges, readKey } from "../shared/query";
import { EmptyError, Toasts } from "../shared/ui";
import { BootFailure } from "./BootFailure";
import { ErrorBoundary } from "./ErrorBoundary";
import { router } from "./router";
import { STATUS_TOPICS } from "./status";

const client = createQueryClient();

export function Root() {
  // After the first commit the window may be seen; before, it would flash white.
  useEffect(() => {
    void shell.windowReady();
    return followChanges(client);
  }, []);
  return (
    <I18nProvider i18n={i18n}>
      <AriaI18nProvider locale="en-GB">
        <QueryClientProvider client={client}>
          <ErrorBoundary>
            <Boot />
          </ErrorBoundary>
          <Toasts />
        </QueryClientProvider>
      </AriaI18nProvider>
    </I18nProvider>
  );
}

function Boot() {
  const boot = useQuery({ queryKey: [[], "boot_status"], queryFn: () => shell.bootStatus() });
  const [attempt, setAttempt] = useState(0);
  if (boot.error) return <EmptyError error={boot.error} onRetry={() => void boot.refetch()} />;
  if (!boot.data) return null;
  if (boot.data.state === "failed") {
    return (
      <BootFailure
        key={attempt}
        boot={boot.data}
        onRetry={() => {
          void boot.refetch().then(() => setAttempt((n) => n + 1));
        }}
      />
    );
  }
  return <Open />;
}

function Open() {
  const status = useQuery({
    queryKey: readKey(STATUS_TOPICS, "store_status", {}),
    queryFn: async () => {
      const value = await ask("store_status", {});
      followCoreClock(value.now);
      return value;
    },
  });
  if (status.data) {
    return (
      <FormatsProvider currency={status.data.currency} timeZone={status.data.timeZone}>
        <RouterProvider router={router} />
      </FormatsProvider>
    );
  }
  if (status.error) return <EmptyError error={status.error} onRetry={() => void status.refetch()} />;
  return null;
}
