// Written by Rust (cargo test -p stockroom-core bindings). Do not edit by hand.

export type ProductId = string & { readonly __brand: "ProductId" };
export type VariantId = string & { readonly __brand: "VariantId" };
export type LocationId = string & { readonly __brand: "LocationId" };
export type ReservationId = string & { readonly __brand: "ReservationId" };
export type GroupId = string & { readonly __brand: "GroupId" };
export type OrderId = string & { readonly __brand: "OrderId" };
export type CustomerId = string & { readonly __brand: "CustomerId" };
export type StaffId = string & { readonly __brand: "StaffId" };
export type RequestId = string & { readonly __brand: "RequestId" };
/** A decimal string with the currency's fraction digits, like "12.50". */
export type Money = string;
/** Milliseconds since 1970-01-01 UTC. */
export type Instant = number;
/** A local day of the store, like "2026-11-20". */
export type Day = string;
/** An opaque place in a list; hand it back to get the next page. */
export type Cursor = string;
/** An opaque name of a path that the person chose in a dialog. */
export type Destination = string;

export type Role = "viewer" | "clerk" | "manager" | "owner";
export type OrderStatus = "pending" | "confirmed" | "processing" | "shipped" | "delivered" | "cancelled" | "rejected";
export type Priority = "low" | "normal" | "high" | "urgent";
export type Fulfilment = "pickup" | "delivery";
export type ReservationStatus = "active" | "consumed" | "released" | "expired";
export type MovementKind = "receive" | "adjust" | "transfer_out" | "transfer_in" | "reserve" | "release" | "expire" | "ship" | "return";
export type Topic = "orders" | "holds" | "stock" | "products" | "customers" | "audit" | "settings" | "staff";

// ---- products -------------------------------------------------------------
export type Product = { id: ProductId, variantId: VariantId, name: string, description: string, sku: string, barcodes: string[], price: Money, unit: string, reorderLevel: number | null, archived: boolean, createdAt: Instant, updatedAt: Instant, rowVersion: number };
export type ProductCreate = { name: string, sku: string, price: Money, description?: string, barcodes?: string[], unit?: string, reorderLevel?: number, openingStock?: number };
/** Fields left out stay as they are. A stale rowVersion is refused with CONFLICT. */
export type ProductUpdate = { id: ProductId, rowVersion: number, name?: string, sku?: string, price?: Money, description?: string, barcodes?: string[], unit?: string, reorderLevel?: number | null, archived?: boolean };
export type ProductGet = { id: ProductId };
export type ProductList = { text?: string, archived?: boolean, cursor?: Cursor, limit?: number };
export type ProductPage = { rows: Product[], next: Cursor | null };
/** What a person types or scans while picking: SKU, barcode or words of the name. */
export type ProductSuggest = { text: string, limit?: number };
export type Suggestion = { variantId: VariantId, productId: ProductId, sku: string, name: string, price: Money, onHand: number, reserved: number, available: number, /** the text is exactly this SKU or barcode */ exact: boolean };
export type SuggestionList = { rows: Suggestion[] };

// ---- stock ----------------------------------------------------------------
export type StockRow = { variantId: VariantId, productId: ProductId, locationId: LocationId, sku: string, name: string, unit: string, price: Money, reorderLevel: number | null, onHand: number, reserved: number, available: number, mark: StockMark, rowVersion: number };
/** low: available at or below the reorder level; out: nothing on hand; all_held: on hand but all reserved. */
export type StockMark = "none" | "low" | "out" | "all_held";
export type StockFilter = "all" | "low" | "reserved";
export type StockSort = "name" | "name_desc" | "sku" | "sku_desc" | "available" | "available_desc" | "on_hand" | "on_hand_desc" | "reserved" | "reserved_desc" | "price" | "price_desc";
export type StockList = { filter?: StockFilter, text?: string, sort?: StockSort, cursor?: Cursor, limit?: number };
export type StockPage = { rows: StockRow[], next: Cursor | null };
export type StockSummary = { variants: number, low: number, reservedVariants: number, onHand: number, reserved: number, available: number, valueAtPrice: Money };
export type StockSummaryGet = { filter?: StockFilter, text?: string };
export type StockReceiveLine = { variantId: VariantId, quantity: number, unitCost?: Money };
export type StockReceive = { lines: StockReceiveLine[], locationId?: LocationId, supplier?: string, document?: string, note?: string };
export type StockReceived = { rows: StockRow[] };
/** Exactly one of delta and counted. The reason is required. */
export type StockAdjust = { variantId: VariantId, locationId?: LocationId, delta?: number, counted?: number, reason: AdjustReason, note?: string };
export type AdjustReason = "damaged" | "lost" | "found" | "expired" | "correction" | "own_use" | "opening_stock";
export type StockAdjusted = { row: StockRow, delta: number };
export type Movement = { seq: number, variantId: VariantId, locationId: LocationId, kind: MovementKind, onHandDelta: number, reservedDelta: number, onHandAfter: number, reservedAfter: number, reason: string | null, note: string | null, refType: string | null, refId: string | null, /** an order number, who a hold is for, or a document */ refLabel: string | null, staffName: string, requestId: RequestId | null, at: Instant };
export type StockMovements = { variantId: VariantId, locationId?: LocationId, kinds?: MovementKind[], from?: Day, to?: Day, cursor?: Cursor, limit?: number };
export type MovementPage = { rows: Movement[], next: Cursor | null, total: number };
/** Why a figure is what it is: opening + received + returned + shipped + adjusted + transferred = onHand. Shipped is negative. */
export type StockExplain = { variantId: VariantId, from?: Day };
export type StockExplanation = { row: StockRow, barcodes: string[], from: Instant, opening: number, received: number, returned: number, shipped: number, adjusted: number, transferred: number, holders: Holder[], series: StockPoint[] };
export type StockPoint = { at: Instant, onHand: number, available: number };
/** Who has units reserved: a hold (expires) or a confirmed order (does not). */
export type Holder = { kind: "hold" | "order", id: string, label: string, quantity: number, expiresAt: Instant | null };

// ---- holds ----------------------------------------------------------------
export type Reservation = { id: ReservationId, seq: number, groupId: GroupId, variantId: VariantId, locationId: LocationId, sku: string, name: string, quantity: number, status: ReservationStatus, expiresAt: Instant, createdAt: Instant, endedAt: Instant | null, forWhom: string, customerId: CustomerId | null, orderId: OrderId | null, orderNumber: string | null, note: string, staffName: string };
export type ReservationLine = { variantId: VariantId, quantity: number, locationId?: LocationId };
/** All lines or none. ttlSeconds: 1 to 2,592,000 (30 days); default from the settings. */
export type ReservationCreate = { lines: ReservationLine[], forWhom?: string, customerId?: CustomerId, ttlSeconds?: number, note?: string };
export type ReservationGroup = { groupId: GroupId, rows: Reservation[] };
/** bySeconds is added to the present deadline; the new one may lie at most 30 days ahead. All ids or none. */
export type ReservationExtend = { ids: ReservationId[], bySeconds: number };
export type ReservationRelease = { ids: ReservationId[], reason?: string };
export type ReservationRows = { rows: Reservation[] };
export type ReservationGet = { id: ReservationId };
export type ReservationDetail = { reservation: Reservation, group: Reservation[], stock: StockRow };
export type ReservationSort = "soonest" | "latest" | "newest" | "ended";
export type ReservationList = { status?: ReservationStatus[], text?: string, variantId?: VariantId, orderId?: OrderId, kind?: "customer" | "order", lapsingWithinSeconds?: number, endedSince?: Instant, sort?: ReservationSort, cursor?: Cursor, limit?: number };
export type ReservationPage = { rows: Reservation[], next: Cursor | null };
export type ReservationSummaryGet = Record<string, never>;
export type ReservationSummary = { active: number, activeUnits: number, lapsingIn5Minutes: number, forOrders: number, endedToday: number, lapsedToday: number, consumedToday: number, releasedToday: number };

// ---- customers and staff --------------------------------------------------
export type CustomerSuggest = { text: string, limit?: number };
export type CustomerRow = { id: CustomerId, name: string, email: string, phone: string, orders: number };
export type CustomerRows = { rows: CustomerRow[] };
export type Staff = { id: StaffId, name: string, role: Role };
export type StaffListGet = Record<string, never>;
export type StaffRows = { rows: Staff[], me: Staff };

// ---- orders ---------------------------------------------------------------
export type OrderRow = { id: OrderId, seq: number, number: string, status: OrderStatus, priority: Priority, customerId: CustomerId | null, customerName: string, lineCount: number, items: number, total: Money, createdAt: Instant, statusAt: Instant, staffName: string, /** the earliest deadline of a pending order's holds; null when none is held */ heldUntil: Instant | null, rowVersion: number };
export type PriceStep = { label: string, change: string | null, price: Money };
export type OrderLine = { lineNo: number, variantId: VariantId, locationId: LocationId, sku: string, name: string, quantity: number, unitPrice: Money, taxRateBp: number, tax: Money, lineTotal: Money, breakdown: PriceStep[], allocated: number, shipped: number, released: number };
export type TimelineEntry = { at: Instant, action: AuditAction, from: OrderStatus | null, to: OrderStatus | null, staffName: string, reason: string | null, auditSeq: number };
export type OrderAction = "confirm" | "process" | "ship" | "deliver" | "cancel" | "close_short";
export type AllowedAction = { action: OrderAction, to: OrderStatus | null, needsReason: boolean, /** units back to available, or off the shelf */ units: number };
export type OrderDetail = { order: OrderRow, customerEmail: string, customerPhone: string, locationId: LocationId, fulfilment: Fulfilment, address: string, promisedOn: Day | null, subtotal: Money, discount: Money, tax: Money, note: string, rejection: ShortLine[] | null, lines: OrderLine[], holds: Reservation[], timeline: TimelineEntry[], allowedActions: AllowedAction[] };
export type OrderCustomer = { id?: CustomerId, name?: string, email?: string, phone?: string };
export type OrderPlaceLine = { variantId: VariantId, quantity: number, locationId?: LocationId };
export type OnShortage = "refuse" | "reject";
export type PlaceUpTo = "pending" | "confirmed" | "delivered";
/** From lines, or from held reservations, or both. An empty customer is a walk-in customer. */
export type OrderPlace = { lines?: OrderPlaceLine[], reservationIds?: ReservationId[], customer?: OrderCustomer, priority?: Priority, fulfilment?: Fulfilment, address?: string, promisedOn?: Day, note?: string, onShortage?: OnShortage, upTo?: PlaceUpTo, holdSeconds?: number };
export type OrderGet = { id?: OrderId, number?: string };
export type OrderFilter = { status?: OrderStatus[], from?: Day, to?: Day, minTotal?: Money, maxTotal?: Money, text?: string, staffId?: StaffId, customerId?: CustomerId, priority?: Priority[] };
export type OrderSort = "newest" | "oldest" | "highest_value" | "lowest_value" | "number" | "number_desc";
export type OrderList = { filter?: OrderFilter, sort?: OrderSort, cursor?: Cursor, limit?: number };
export type OrderPage = { rows: OrderRow[], next: Cursor | null };
/** Exact figures of what is filtered. hidden: how many of the same days the other filters hide. */
export type OrderTotalsGet = { filter?: OrderFilter };
export type OrderTotals = { orders: number, items: number, total: Money, average: Money, ofSameDays: number };
/** Freezes the ordered keys of a filter and sort, so that any row can be read by its place. */
export type OrderViewOpen = { filter?: OrderFilter, sort?: OrderSort };
export type OrderView = { handle: string, count: number };
/** At most 200 rows from a place; the rows are read as they are now. HANDLE_GONE: open the view again. */
export type OrderViewRows = { handle: string, from: number, limit: number };
export type OrderViewPage = { from: number, rows: OrderRow[], /** orders that match and came since the view was opened */ newSince: number };
/** Where in the view an order number, or the first order of a day, stands. */
export type OrderViewFind = { handle: string, number?: string, day?: Day };
export type OrderViewPlace = { index: number | null };
export type OrderViewClose = { handle: string };
export type OrderTransition = { id: OrderId, to: OrderStatus, rowVersion: number, reason?: string };
export type OrderCancel = { id: OrderId, rowVersion: number, reason: string };
export type CloseShortLine = { lineNo: number, quantity: number };
/** Gives units of a confirmed or processing order back. When every line is closed, the order is cancelled. */
export type OrderCloseShort = { id: OrderId, rowVersion: number, lines: CloseShortLine[], reason: string };
export type OrderCountsGet = Record<string, never>;
export type OrderCounts = { today: number, toConfirm: number, toPack: number, toShip: number, last30Days: number, open: number };
export type OrdersExport = { filter?: OrderFilter, sort?: OrderSort, destination: Destination };
export type OrdersExported = { rows: number, bytes: number, fileName: string, auditAnchor: string };

// ---- audit ----------------------------------------------------------------
export type AuditAction = "store_created" | "store_migrated" | "product_created" | "product_updated" | "product_archived" | "product_restored" | "stock_received" | "stock_adjusted" | "reservation_created" | "reservation_extended" | "reservation_released" | "reservation_expired" | "reservation_consumed" | "customer_created" | "order_created" | "order_rejected" | "order_status_changed" | "order_edited" | "export_written" | "backup_written" | "settings_updated" | "clock_jumped" | "demo_filled";
export type AuditRow = { seq: number, at: Instant, actor: string, action: AuditAction, objectType: string, objectId: string, /** an order number, a SKU, a name */ objectLabel: string, reason: string | null, requestId: RequestId | null, /** top-level fields of old and new that differ */ changedFields: string[], summary: AuditSummary };
/** The few facts a one-line summary needs; the screen words it. */
export type AuditSummary = { from?: string, to?: string, quantity?: number, total?: Money, rows?: number, until?: Instant };
export type AuditFilter = { actor?: string, actions?: AuditAction[], objectType?: string, objectId?: string, from?: Day, to?: Day, text?: string, requestId?: string };
export type AuditList = { filter?: AuditFilter, cursor?: Cursor, limit?: number };
export type AuditPage = { rows: AuditRow[], next: Cursor | null };
export type AuditGet = { seq: number };
export type AuditEntry = { row: AuditRow, oldValue: unknown, newValue: unknown, prevHash: string, hash: string, batchId: string | null };
export type AuditCountGet = { filter?: AuditFilter };
/** exact is false when counting stopped at the cap of 10,000. */
export type AuditCount = { count: number, exact: boolean, ofAll: number };
export type AuditFacetsGet = Record<string, never>;
export type AuditFacets = { actors: string[], actions: AuditAction[], objectTypes: string[] };
export type AuditVerify = Record<string, never>;
export type AuditVerdict = { entries: number, intact: boolean, firstBadSeq: number | null, /** what is wrong with it */ problem: string | null, headSeq: number, anchor: string, verifiedAt: Instant, elapsedMs: number };

// ---- store ----------------------------------------------------------------
export type Settings = { storeName: string, currency: string, currencyFixed: boolean, timeZone: string, holdSeconds: number, orderHoldSeconds: number, reorderLevel: number, rowVersion: number };
export type SettingsGet = Record<string, never>;
export type SettingsUpdate = { rowVersion: number, storeName?: string, currency?: string, timeZone?: string, holdSeconds?: number, orderHoldSeconds?: number, reorderLevel?: number };
export type DoctorRun = Record<string, never>;
export type DoctorCheck = { name: string, ok: boolean, /** rows looked at */ examined: number, problems: string[] };
export type DoctorReport = { ok: boolean, checks: DoctorCheck[], elapsedMs: number };
export type StoreInfoGet = Record<string, never>;
export type StoreInfo = { path: string, fileName: string, demo: boolean, sizeBytes: number, programVersion: string, schemaVersion: number, migrations: string[], sqliteVersion: string, journalMode: string, createdAt: Instant, counts: { products: number, customers: number, orders: number, orderLines: number, reservations: number, movements: number, auditEntries: number }, auditAnchor: string, logFolder: string };
export type StoreStatusGet = Record<string, never>;
export type StoreStatus = { storeName: string, fileName: string, demo: boolean, currency: string, timeZone: string, now: Instant, activeHolds: number, heldUnits: number, nextExpiry: Instant | null, pendingOrders: number, openOrders: number, lowStock: number, lastSavedAt: Instant | null, lastBackupAt: Instant | null };
export type BackupNow = { destination?: Destination };
export type BackupWritten = { fileName: string, path: string, bytes: number, verified: boolean, elapsedMs: number };

// ---- refusals -------------------------------------------------------------
export type FieldProblem = { /** like "lines[0].quantity" */ field: string, problem: Problem, /** the limit, where there is one */ limit: number | null, message: string };
export type Problem = "required" | "too_small" | "too_large" | "too_long" | "malformed" | "unknown_value" | "duplicate" | "range_reversed" | "not_allowed";
export type ShortLine = { lineNo: number, variantId: VariantId, locationId: LocationId, sku: string, name: string, requested: number, available: number, onHand: number, heldBy: Holder[] };
export type Refusal =
  | { code: "VALIDATION", fields: FieldProblem[] }
  | { code: "NOT_FOUND", object: string, id: string }
  | { code: "CONFLICT", object: string, id: string, expectedVersion: number, actualVersion: number }
  | { code: "SKU_TAKEN", sku: string, productId: ProductId, name: string }
  | { code: "BARCODE_TAKEN", barcode: string, productId: ProductId, name: string }
  | { code: "PRODUCT_ARCHIVED", variantId: VariantId, sku: string, name: string }
  | { code: "PRODUCT_IN_USE", productId: ProductId, sku: string, onHand: number, reserved: number }
  | { code: "STOCK_INSUFFICIENT", lines: ShortLine[] }
  | { code: "STOCK_BELOW_RESERVED", line: ShortLine }
  | { code: "HOLD_ENDED", id: ReservationId, status: ReservationStatus, endedAt: Instant }
  | { code: "HOLD_OF_ORDER", id: ReservationId, orderId: OrderId, orderNumber: string }
  | { code: "ORDER_TRANSITION_NOT_ALLOWED", from: OrderStatus, to: OrderStatus, allowed: OrderStatus[] }
  | { code: "CLOSE_SHORT_TOO_MANY", lineNo: number, requested: number, open: number }
  | { code: "CURRENCY_FIXED", currency: string }
  | { code: "REQUEST_ID_REUSED", command: string }
  | { code: "FORBIDDEN", needed: Role, role: Role }
  | { code: "UNKNOWN_COMMAND", name: string }
  | { code: "BAD_JSON", detail: string }
  | { code: "TOO_LARGE", limitBytes: number, actualBytes: number }
  | { code: "BUSY", what: string }
  | { code: "CANCELLED", what: string }
  | { code: "DISK_FULL", what: string }
  | { code: "DISK_ERROR", what: string }
  | { code: "DESTINATION_NOT_ALLOWED", reason: string }
  | { code: "HANDLE_GONE", handle: string }
  | { code: "FILE_MISSING", path: string }
  | { code: "FILE_READ_ONLY", path: string }
  | { code: "FILE_NOT_A_STORE", path: string }
  | { code: "FILE_TOO_NEW", path: string, fileVersion: number, programVersion: number }
  | { code: "FILE_LOCKED", path: string }
  | { code: "FILE_DAMAGED", path: string, detail: string };
export type RefusalCode = Refusal["code"];

// ---- the answer -----------------------------------------------------------
export type Answer<T> =
  | { outcome: "done", requestId: RequestId, value: T }
  /** kept, but not what was asked for: an order kept as rejected */
  | { outcome: "declined", requestId: RequestId, value: T }
  | { outcome: "refused", requestId: RequestId, refusal: Refusal, message: string }
  /** a bug: nothing was changed; the log has the chain under this number */
  | { outcome: "incident", requestId: RequestId, incident: string };

export type Commands = {
  product_create: { kind: "write", request: ProductCreate, response: Product },
  product_update: { kind: "write", request: ProductUpdate, response: Product },
  product_get: { kind: "read", request: ProductGet, response: Product },
  product_list: { kind: "read", request: ProductList, response: ProductPage },
  product_suggest: { kind: "read", request: ProductSuggest, response: SuggestionList },
  stock_receive: { kind: "write", request: StockReceive, response: StockReceived },
  stock_adjust: { kind: "write", request: StockAdjust, response: StockAdjusted },
  stock_list: { kind: "read", request: StockList, response: StockPage },
  stock_summary: { kind: "read", request: StockSummaryGet, response: StockSummary },
  stock_movements: { kind: "read", request: StockMovements, response: MovementPage },
  stock_explain: { kind: "read", request: StockExplain, response: StockExplanation },
  reservation_create: { kind: "write", request: ReservationCreate, response: ReservationGroup },
  reservation_extend: { kind: "write", request: ReservationExtend, response: ReservationRows },
  reservation_release: { kind: "write", request: ReservationRelease, response: ReservationRows },
  reservation_get: { kind: "read", request: ReservationGet, response: ReservationDetail },
  reservation_list: { kind: "read", request: ReservationList, response: ReservationPage },
  reservation_summary: { kind: "read", request: ReservationSummaryGet, response: ReservationSummary },
  customer_suggest: { kind: "read", request: CustomerSuggest, response: CustomerRows },
  staff_list: { kind: "read", request: StaffListGet, response: StaffRows },
  order_place: { kind: "write", request: OrderPlace, response: OrderDetail },
  order_transition: { kind: "write", request: OrderTransition, response: OrderDetail },
  order_cancel: { kind: "write", request: OrderCancel, response: OrderDetail },
  order_close_short: { kind: "write", request: OrderCloseShort, response: OrderDetail },
  order_get: { kind: "read", request: OrderGet, response: OrderDetail },
  order_list: { kind: "read", request: OrderList, response: OrderPage },
  order_totals: { kind: "read", request: OrderTotalsGet, response: OrderTotals },
  order_counts: { kind: "read", request: OrderCountsGet, response: OrderCounts },
  order_view_open: { kind: "read", request: OrderViewOpen, response: OrderView },
  order_view_rows: { kind: "read", request: OrderViewRows, response: OrderViewPage },
  order_view_find: { kind: "read", request: OrderViewFind, response: OrderViewPlace },
  order_view_close: { kind: "read", request: OrderViewClose, response: OrderView },
  orders_export: { kind: "write", request: OrdersExport, response: OrdersExported },
  audit_list: { kind: "read", request: AuditList, response: AuditPage },
  audit_get: { kind: "read", request: AuditGet, response: AuditEntry },
  audit_count: { kind: "read", request: AuditCountGet, response: AuditCount },
  audit_facets: { kind: "read", request: AuditFacetsGet, response: AuditFacets },
  audit_verify: { kind: "read", request: AuditVerify, response: AuditVerdict },
  settings_get: { kind: "read", request: SettingsGet, response: Settings },
  settings_update: { kind: "write", request: SettingsUpdate, response: Settings },
  doctor_run: { kind: "read", request: DoctorRun, response: DoctorReport },
  store_info: { kind: "read", request: StoreInfoGet, response: StoreInfo },
  store_status: { kind: "read", request: StoreStatusGet, response: StoreStatus },
  backup_now: { kind: "write", request: BackupNow, response: BackupWritten },
};
