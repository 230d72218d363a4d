import { i18n } from "@lingui/core";
import { compileMessage } from "@lingui/message-utils/compileMessage";
import { I18nProvider, Trans } from "@lingui/react";
import type { ReactElement } from "react";

// Texts are whole sentences under explicit ids. Each room brings its own table; the ids are typed, so that a
// missing text does not compile.
i18n.setMessagesCompiler(compileMessage);
i18n.load("en", {});
i18n.activate("en");

export { i18n };

export type Values = Record<string, string | number | ReactElement>;

export type Texts<Id extends string> = {
  (id: Id, values?: Record<string, string | number>): string;
  /** The same sentence with elements in it: `<b>…</b>` in the text takes `components.b`. */
  rich(id: Id, values?: Values, components?: Record<string, ReactElement>): ReactElement;
};

export function texts<const T extends Record<string, string>>(table: T): Texts<keyof T & string> {
  i18n.load("en", table);
  const t = (id: keyof T & string, values?: Record<string, string | number>) => i18n._(id, values);
  const rich = (id: keyof T & string, values?: Values, components?: Record<string, ReactElement>) => (
    <I18nProvider i18n={i18n}>
      <Trans id={id} values={values} components={{ b: <b className="font-semibold" />, ...components }} />
    </I18nProvider>
  );
  return Object.assign(t, { rich });
}
