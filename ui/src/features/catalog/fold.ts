/** As the core compares names and SKUs, near enough for marking: without regard to case and to spaces around. */
export const fold = (text: string) => text.trim().toLowerCase();
