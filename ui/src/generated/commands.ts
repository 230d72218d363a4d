// Written by Rust from the command table. Do not edit: UPDATE=1 cargo test -p stockroom-core --test bindings

export type AllowedAction = { action: OrderAction, to: OrderStatus | null, needsReason: boolean, 
/**
 * Units that go back to available, or off the shelf.
 */
units: number, };

/**
 * What tells one variant of a product from the others, like "Size" "M".
 */
export type Attribute = { name: string, value: string, };

export type AuditAction = "store_created" | "store_migrated" | "staff_created" | "product_created" | "product_updated" | "product_archived" | "product_restored" | "product_deleted" | "category_created" | "category_updated" | "category_moved" | "category_archived" | "category_restored" | "location_created" | "location_updated" | "location_archived" | "location_restored" | "reason_created" | "reason_updated" | "stock_received" | "stock_adjusted" | "stock_transferred" | "batch_undone" | "count_started" | "count_posted" | "count_cancelled" | "import_applied" | "mapping_saved" | "mapping_deleted" | "reservation_created" | "reservation_extended" | "reservation_released" | "reservation_expired" | "reservation_consumed" | "reservation_release_asked" | "wait_created" | "wait_granted" | "wait_expired" | "wait_cancelled" | "customer_created" | "customer_updated" | "customer_merged" | "customer_archived" | "customer_restored" | "tier_created" | "tier_updated" | "tier_archived" | "tier_restored" | "price_rule_created" | "price_rule_updated" | "price_rule_archived" | "price_rule_restored" | "basket_created" | "basket_edited" | "basket_parked" | "basket_resumed" | "basket_placed" | "basket_dropped" | "price_overridden" | "order_created" | "order_rejected" | "order_status_changed" | "order_edited" | "order_shipped" | "order_returned" | "payment_recorded" | "refund_recorded" | "export_written" | "backup_written" | "settings_updated" | "clock_jumped" | "demo_filled";

export type AuditCount = { count: number, 
/**
 * False when counting stopped at its cap of 10,000.
 */
exact: boolean, ofAll: number, };

export type AuditCountGet = { filter?: AuditFilter, };

export type AuditEntry = { row: AuditRow, oldValue: unknown, newValue: unknown, prevHash: string, hash: string, batchId: string | null, };

export type AuditFacets = { actors: Array<string>, actions: Array<AuditAction>, objectTypes: Array<string>, };

export type AuditFacetsGet = Record<symbol, never>;

export type AuditFilter = { actor?: string, actions?: Array<AuditAction>, objectType?: string, objectId?: string, 
/**
 * First and last local day, both inclusive.
 */
from?: Day, to?: Day, 
/**
 * Part of the object's name, the reason, or the old or new value.
 */
text?: string, requestId?: string, };

export type AuditGet = { seq: number, };

export type AuditList = { filter?: AuditFilter, cursor?: string, limit?: number, };

export type AuditPage = { rows: Array<AuditRow>, next: string | null, };

export type AuditRow = { seq: number, at: Instant, actor: string, action: AuditAction, objectType: string, objectId: string, 
/**
 * An order number, a SKU, a name.
 */
objectLabel: string, reason: string | null, requestId: RequestId | null, 
/**
 * Top-level fields of old and new that differ.
 */
changedFields: Array<string>, summary: AuditSummary, };

/**
 * The few facts that a one-line summary needs; the screen words it.
 */
export type AuditSummary = { from?: string, to?: string, quantity?: number, total?: Money, rows?: number, until?: Instant, };

export type AuditVerdict = { entries: number, intact: boolean, firstBadSeq: number | null, 
/**
 * What is wrong with it.
 */
problem: string | null, headSeq: number, 
/**
 * The short code of the last entry's hash.
 */
anchor: string, verifiedAt: Instant, elapsedMs: number, };

export type AuditVerify = Record<symbol, never>;

export type BackupNow = { 
/**
 * From the save dialog; the folder `backups` beside the store where left out.
 */
destination?: string, };

export type BackupWritten = { fileName: string, path: string, bytes: number, 
/**
 * Read back: the file is whole, and its audit chain ends where the store's did.
 */
verified: boolean, elapsedMs: number, };

export type Basket = { id: BasketId, seq: number, 
/**
 * Empty: it is called by its customer.
 */
name: string, status: BasketStatus, customer: BasketCustomer, priority: Priority, fulfilment: Fulfilment, address: string, promisedOn: Day | null, note: string, lines: Array<BasketLine>, 
/**
 * At list prices.
 */
subtotal: Money, discount: Money, tax: Money, total: Money, 
/**
 * Units of all lines.
 */
items: number, 
/**
 * What it became.
 */
orderId: OrderId | null, staffName: string, createdAt: Instant, updatedAt: Instant, rowVersion: number, };

/**
 * More of a variant: its line grows, or it gets one. Without a version, because scans come fast and none of them
 * is meant to be lost.
 */
export type BasketAdd = { id: BasketId, variantId: VariantId, 
/**
 * One where left out.
 */
quantity?: number, locationId?: LocationId, };

/**
 * Units that are held for the basket are used first. A pending order keeps its units until the deadline.
 */
export type BasketCheckout = { id: BasketId, rowVersion: number, upTo?: PlaceUpTo, onShortage?: OnShortage, 
/**
 * The store's setting for checkouts where left out.
 */
holdSeconds?: number, 
/**
 * What the customer pays with it. Not where a shortage is to be kept as a rejected order, which nobody pays.
 */
payment?: PaymentGiven, };

export type BasketCreate = { customerId?: CustomerId, name?: string, lines?: Array<BasketCreateLine>, 
/**
 * Holds that nobody's order or basket has: their units are in it, and the holds are the basket's from now
 * on. Whom the first is for is its customer where none is named.
 */
reservationIds?: Array<ReservationId>, };

export type BasketCreateLine = { variantId: VariantId, quantity: number, locationId?: LocationId, };

export type BasketCustomer = { 
/**
 * Null: a customer who is not kept, or nobody yet.
 */
id: CustomerId | null, name: string, email: string, phone: string, 
/**
 * The tier that the prices are worked out for.
 */
tierName: string, };

/**
 * Gives its holds back and its places in the queue up.
 */
export type BasketDrop = { id: BasketId, rowVersion: number, reason?: string, };

export type BasketGet = { id: BasketId, };

export type BasketId = string & { readonly __brand: "BasketId" };

export type BasketLine = { lineNo: number, variantId: VariantId, locationId: LocationId, locationName: string, sku: string, name: string, quantity: number, 
/**
 * Base price and variant adjustment, before reductions.
 */
listPrice: Money, unitPrice: Money, lineTotal: Money, 
/**
 * The tax rate that the price includes, in basis points.
 */
taxRateBp: number, tax: Money, breakdown: Array<PriceStep>, quotedAt: Instant, override: BasketLineOverride | null, 
/**
 * Units that nobody else holds: free ones and those held for this basket.
 */
available: number, 
/**
 * Units held for this basket.
 */
held: number, 
/**
 * Units that this basket waits for.
 */
waiting: number, 
/**
 * Today's price, where it is another; the line keeps its own until somebody takes it.
 */
offer: BasketOffer | null, nextBreak: NextBreak | null, 
/**
 * The product was archived since; it has to be taken out or restored.
 */
archived: boolean, };

/**
 * A manager's price in place of the quoted one.
 */
export type BasketLineOverride = { price: Money, reason: string, };

export type BasketLineRemove = { id: BasketId, rowVersion: number, lineNo: number, };

export type BasketLineSet = { id: BasketId, rowVersion: number, lineNo: number, 
/**
 * Another quantity is quoted anew.
 */
quantity?: number, locationId?: LocationId, };

export type BasketList = { 
/**
 * Those that are being put together where left out: open and parked.
 */
statuses?: Array<BasketStatus>, cursor?: string, limit?: number, };

/**
 * What the line would cost if it were quoted today.
 */
export type BasketOffer = { unitPrice: Money, lineTotal: Money, steps: Array<PriceStep>, };

/**
 * The newest first.
 */
export type BasketPage = { rows: Array<BasketRow>, next: string | null, };

export type BasketPark = { id: BasketId, rowVersion: number, reason?: string, };

/**
 * Takes today's prices for these lines, or for all. A manager's price stays.
 */
export type BasketRequote = { id: BasketId, rowVersion: number, lineNos?: Array<number>, };

export type BasketResume = { id: BasketId, rowVersion: number, reason?: string, };

export type BasketRow = { id: BasketId, seq: number, name: string, status: BasketStatus, customerName: string, 
/**
 * Units of all lines.
 */
items: number, lineCount: number, total: Money, staffName: string, createdAt: Instant, updatedAt: Instant, rowVersion: number, };

export type BasketStatus = "open" | "parked" | "placed" | "dropped";

/**
 * Fields left out stay as they are. Another customer is quoted all lines anew; a manager's price stays.
 */
export type BasketUpdate = { id: BasketId, rowVersion: number, name?: string, 
/**
 * Null: nobody who is kept. Name, e-mail and phone are only of a customer who is not kept; an e-mail that a
 * customer has chooses them.
 */
customerId?: CustomerId | null, customerName?: string, customerEmail?: string, customerPhone?: string, priority?: Priority, fulfilment?: Fulfilment, address?: string, 
/**
 * Null: on no day in particular.
 */
promisedOn?: Day | null, note?: string, };

/**
 * What people changed in one act.
 */
export type Batch = { id: BatchId, seq: number, kind: BatchKind, 
/**
 * How people name it: a document, a count's name, a file's name.
 */
label: string, supplier: string, document: string, note: string, locationName: string | null, toLocationName: string | null, lineCount: number, 
/**
 * Units more or fewer on hand, over all lines; 0 for a transfer.
 */
units: number, 
/**
 * The batch that this one took back.
 */
reversesId: BatchId | null, 
/**
 * The batch that took this one back.
 */
undoneBy: BatchId | null, staffName: string, at: Instant, };

export type BatchDetail = { batch: Batch, 
/**
 * The first 1,000 of them.
 */
lines: Array<BatchLine>, linesTotal: number, 
/**
 * Categories and products that it changed.
 */
changes: number, };

/**
 * One of id and seq.
 */
export type BatchGet = { id?: BatchId, 
/**
 * Its number in the list of changes.
 */
seq?: number, };

export type BatchId = string & { readonly __brand: "BatchId" };

export type BatchKind = "opening" | "receive" | "adjust" | "transfer" | "count" | "import" | "undo";

export type BatchLine = { variantId: VariantId, sku: string, name: string, 
/**
 * The variant's own part of the name: "M / Red". Empty for a simple product.
 */
label: string, locationId: LocationId, locationName: string, kind: MovementKind, onHandDelta: number, unitCost: Money | null, };

export type BatchList = { kinds?: Array<BatchKind>, 
/**
 * Part of a label, a supplier, a document or a note.
 */
text?: string, cursor?: string, limit?: number, };

export type BatchPage = { rows: Array<Batch>, next: string | null, };

/**
 * Takes a batch back as a whole, or is refused with everything that stands in the way.
 */
export type BatchUndo = { id: BatchId, reason?: string, };

export type BatchUndoPreview = { id: BatchId, };

/**
 * What came of many orders.
 */
export type BulkFigures = { placed: number, 
/**
 * Short, and kept as rejected.
 */
rejected: number, 
/**
 * Short, and left out.
 */
skipped: number, refused: number, 
/**
 * Of the orders that were placed.
 */
units: number, total: Money, 
/**
 * The numbers of the orders that are kept, from the first to the last.
 */
firstNumber: string | null, lastNumber: string | null, firstId: OrderId | null, };

export type BulkMode = "all_or_nothing" | "each";

/**
 * One order of many. Its customer is found by e-mail, and kept as text otherwise.
 */
export type BulkOrder = { customer?: OrderCustomer, lines: Array<OrderPlaceLine>, priority?: Priority, fulfilment?: Fulfilment, address?: string, promisedOn?: Day, note?: string, };

export type BulkOrderRow = { 
/**
 * From 0, in the order of the request.
 */
index: number, 
/**
 * Null where nothing is kept of it.
 */
orderId: OrderId | null, number: string | null, result: BulkResult, short: Array<BulkShortLine>, refusal: Refusal | null, };

export type BulkResult = "placed" | "short" | "refused";

/**
 * A line of one order among many that is short.
 */
export type BulkShortLine = { 
/**
 * From 1, in the order of the request.
 */
order: number, sku: string, name: string, requested: number, 
/**
 * After the orders before it took theirs.
 */
available: number, };

export type BulkShortage = "reject" | "skip";

export type BulkUpTo = "pending" | "confirmed";

export type Category = { id: CategoryId, parentId: CategoryId | null, name: string, 
/**
 * The names from the root down, its own last.
 */
path: Array<string>, description: string, 
/**
 * Its own; null where the parent's or the store's counts.
 */
reorderLevel: number | null, 
/**
 * The level that counts for its products that have none.
 */
reorderLevelHere: number, 
/**
 * Products in it that are not archived.
 */
products: number, 
/**
 * The same, with the categories below it.
 */
productsWithin: number, archived: boolean, rowVersion: number, };

/**
 * Without `moveTo` only an empty category is archived.
 */
export type CategoryArchive = { id: CategoryId, rowVersion: number, 
/**
 * Where its products and the categories in it go; null: to the root, the products into no category.
 */
moveTo?: CategoryId | null, };

export type CategoryCreate = { name: string, parentId?: CategoryId, description?: string, reorderLevel?: number, };

export type CategoryId = string & { readonly __brand: "CategoryId" };

export type CategoryList = { 
/**
 * Archived ones too.
 */
archived?: boolean, };

export type CategoryMove = { id: CategoryId, rowVersion: number, 
/**
 * Null: to the root.
 */
parentId: CategoryId | null, };

export type CategoryRestore = { id: CategoryId, rowVersion: number, };

export type CategoryRows = { rows: Array<Category>, };

/**
 * Fields left out stay as they are.
 */
export type CategoryUpdate = { id: CategoryId, rowVersion: number, name?: string, description?: string, 
/**
 * Null: the parent's or the store's counts from now on.
 */
reorderLevel?: number | null, };

export type CloseShortLine = { lineNo: number, 
/**
 * Units to give back.
 */
quantity: number, };

/**
 * Ends a sheet without changing any stock. Its figures can still be read.
 */
export type CountCancel = { id: CountId, rowVersion: number, reason?: string, };

/**
 * As if it had not been counted.
 */
export type CountClear = { id: CountId, variantId: VariantId, };

/**
 * At most 500 entries, all or none. A code that names nothing is kept aside. A variant that the sheet does not
 * have is added to it.
 */
export type CountEnter = { id: CountId, entries: Array<CountEntry>, };

export type CountEntered = { 
/**
 * The lines as they are now, in the order of the entries, each once.
 */
lines: Array<CountLine>, 
/**
 * The codes among them that are kept aside, as they are now.
 */
unknown: Array<UnknownCode>, 
/**
 * Figures that a whole one took the place of.
 */
replaced: Array<CountReplaced>, };

/**
 * Exactly one of variant_id and code, which is a SKU or a barcode.
 */
export type CountEntry = { variantId?: VariantId, code?: string, quantity: number, mode: CountMode, };

export type CountGet = { id: CountId, };

export type CountId = string & { readonly __brand: "CountId" };

export type CountLine = { variantId: VariantId, sku: string, name: string, label: string, barcodes: Array<string>, 
/**
 * What the ledger had on hand when it was counted; what it has now where it was not. Null while the sheet is
 * blind and open.
 */
expected: number | null, counted: number | null, 
/**
 * By how much posting changes what is on hand, or did. Null where it was not counted, and while the sheet is
 * blind and open. Other than counted minus expected where the books were mended since.
 */
difference: number | null, 
/**
 * Units that came (or went, negative) since it was counted, while the sheet is open.
 */
movedSince: number, 
/**
 * Count it again: units moved between the first and the last part of the figure, or more left since than
 * were counted, or the books were mended by hand since and still say otherwise.
 */
recount: boolean, countedAt: Instant | null, staffName: string | null, };

export type CountLineFilter = "all" | "uncounted" | "differs" | "recount";

/**
 * By name as the sheet was made; what was added later comes last.
 */
export type CountLinePage = { rows: Array<CountLine>, next: string | null, };

export type CountLines = { id: CountId, filter: CountLineFilter, 
/**
 * Words in any order, as in every list of goods, or a whole barcode.
 */
text?: string, cursor?: string, limit?: number, };

export type CountList = { status?: CountStatus, cursor?: string, limit?: number, };

/**
 * What a figure does to the one that is there.
 */
export type CountMode = "add" | "set";

/**
 * The newest first.
 */
export type CountPage = { rows: Array<CountSheet>, next: string | null, };

export type CountPost = { id: CountId, rowVersion: number, uncounted: Uncounted, 
/**
 * Takes lines that should be counted again as they are.
 */
acceptMoved?: boolean, };

export type CountPosted = { sheet: CountSheet, batchId: BatchId, 
/**
 * The lines whose stock was changed; the first 1,000 of them.
 */
rows: Array<CountLine>, 
/**
 * How many lines' stock was changed.
 */
adjusted: number, 
/**
 * Units more or fewer on hand, over all lines.
 */
units: number, };

export type CountReplaced = { variantId: VariantId, sku: string, counted: number, staffName: string, at: Instant, };

export type CountScope = "all" | "category" | "list";

export type CountSheet = { id: CountId, name: string, status: CountStatus, scope: CountScope, categoryId: CategoryId | null, 
/**
 * From the root.
 */
categoryPath: Array<string> | null, locationId: LocationId, locationName: string, blind: boolean, note: string, staffName: string, createdAt: Instant, endedAt: Instant | null, 
/**
 * What it was posted as.
 */
batchId: BatchId | null, lines: number, counted: number, 
/**
 * Lines whose figure is not what is expected. Null while the sheet is blind and open.
 */
differs: number | null, 
/**
 * Lines that should be counted again.
 */
recount: number, 
/**
 * Codes kept aside.
 */
unknown: number, 
/**
 * Changes with every figure that comes in.
 */
rowVersion: number, };

/**
 * The lines of everything, or of a category with its children, are made at once; a list starts empty and grows
 * with what is scanned.
 */
export type CountStart = { 
/**
 * Left out: made from what is counted and the day.
 */
name?: string, scope: CountScope, categoryId?: CategoryId, locationId?: LocationId, 
/**
 * Whoever counts does not see what is expected.
 */
blind?: boolean, note?: string, };

export type CountStatus = "open" | "posted" | "cancelled";

export type CountUnknownList = { id: CountId, };

/**
 * Says what a code is: its units go to that variant's line, as counted when the code was scanned. Without a
 * variant they are dropped.
 */
export type CountUnknownSettle = { id: CountId, code: string, variantId?: VariantId, };

export type Customer = { id: CustomerId, name: string, email: string, phone: string, 
/**
 * Null: of the default tier.
 */
tierId: TierId | null, 
/**
 * The default tier's where they have none of their own.
 */
tierName: string, note: string, archived: boolean, 
/**
 * The customer that this one turned out to be.
 */
mergedIntoId: CustomerId | null, createdAt: Instant, updatedAt: Instant, rowVersion: number, };

/**
 * A tier takes a manager.
 */
export type CustomerCreate = { name: string, email?: string, phone?: string, tierId?: TierId, note?: string, };

export type CustomerDetail = { customer: Customer, orders: number, 
/**
 * From pending up to shipped.
 */
openOrders: number, 
/**
 * What their orders from confirmed to delivered come to, less what came back.
 */
spent: Money, 
/**
 * Of these what is not paid yet.
 */
due: Money, lastOrderAt: Instant | null, 
/**
 * That still run.
 */
holds: number, heldUnits: number, 
/**
 * Open or parked.
 */
baskets: number, 
/**
 * Places in a queue for units.
 */
waits: number, };

export type CustomerGet = { id: CustomerId, };

export type CustomerId = string & { readonly __brand: "CustomerId" };

export type CustomerList = { 
/**
 * Words of the name or e-mail, or digits of the phone number, each any part of it.
 */
text?: string, 
/**
 * Those that are of this tier; the default tier's also without naming it.
 */
tierId?: TierId, 
/**
 * Only archived ones; without it only those in use.
 */
archived?: boolean, sort?: CustomerSort, cursor?: string, limit?: number, };

export type CustomerListRow = { orders: number, lastOrderAt: Instant | null, id: CustomerId, name: string, email: string, phone: string, 
/**
 * Null: of the default tier.
 */
tierId: TierId | null, 
/**
 * The default tier's where they have none of their own.
 */
tierName: string, note: string, archived: boolean, 
/**
 * The customer that this one turned out to be.
 */
mergedIntoId: CustomerId | null, createdAt: Instant, updatedAt: Instant, rowVersion: number, };

/**
 * What belongs to `mergeId` moves to `keepId`; the other is archived and leads to it. Its e-mail, phone, tier and
 * note fill what is empty; an e-mail only where no third customer has it.
 */
export type CustomerMerge = { keepId: CustomerId, keepRowVersion: number, mergeId: CustomerId, mergeRowVersion: number, };

export type CustomerPage = { rows: Array<CustomerListRow>, next: string | null, };

export type CustomerRow = { id: CustomerId, name: string, email: string, phone: string, 
/**
 * The default tier's where they have none of their own.
 */
tierName: string, note: string, 
/**
 * How many orders they placed.
 */
orders: number, };

export type CustomerRows = { rows: Array<CustomerRow>, };

export type CustomerSort = "name" | "name_desc" | "newest" | "oldest";

export type CustomerSuggest = { text: string, limit?: number, };

/**
 * Fields left out stay as they are.
 */
export type CustomerUpdate = { id: CustomerId, rowVersion: number, name?: string, email?: string, phone?: string, 
/**
 * Null: of the default tier from now on. Takes a manager.
 */
tierId?: TierId | null, note?: string, archived?: boolean, };

/**
 * The customers that the list shows with the filter, as our own import reads them.
 */
export type CustomersExport = { text?: string, tierId?: TierId, 
/**
 * Only archived ones; without it only those in use.
 */
archived?: boolean, destination: string, };

/** A local day of the store, like "2026-11-20". */
export type Day = string;

export type DecimalMark = "point" | "comma" | "auto";

export type Delimiter = "," | ";" | "tab" | "|";

export type DoctorCheck = { name: string, ok: boolean, 
/**
 * Rows looked at.
 */
examined: number, problems: Array<string>, };

export type DoctorReport = { ok: boolean, checks: Array<DoctorCheck>, elapsedMs: number, };

export type DoctorRun = Record<symbol, never>;

/**
 * A variant that is on several lines at one location, with what one line of it would say.
 */
export type DuplicateLine = { variantId: VariantId, locationId: LocationId, sku: string, name: string, 
/**
 * From 1, in the order of the request.
 */
lineNos: Array<number>, 
/**
 * Units of these lines together.
 */
quantity: number, };

/**
 * Another location that has units available.
 */
export type Elsewhere = { locationId: LocationId, locationName: string, available: number, };

export type Encoding = "utf8" | "utf8_bom" | "utf16le" | "utf16be" | "windows1252";

export type Exported = { rows: number, bytes: number, fileName: string, 
/**
 * Where the audit stood when the file was written.
 */
auditAnchor: string, };

export type FieldProblem = { 
/**
 * Like "lines[0].quantity".
 */
field: string, problem: Problem, 
/**
 * The limit that was passed, where there is one.
 */
limit: number | null, message: string, };

export type FileProblem = "empty" | "no_header" | "too_large" | "binary" | "unclosed_quote" | "too_many_columns" | "not_readable";

export type Fulfilment = "pickup" | "delivery";

/**
 * Holds that are released, and order lines that are closed short, in the same act as the adjustment. Together they
 * cover what is too few.
 */
export type GiveWay = { reservations: Array<ReservationId>, orderLines: Array<GiveWayLine>, };

/**
 * Units of an order's line that are closed short.
 */
export type GiveWayLine = { orderId: OrderId, lineNo: number, quantity: number, };

export type GroupId = string & { readonly __brand: "GroupId" };

/**
 * Who has units reserved.
 */
export type Holder = { kind: HolderKind, 
/**
 * The id of the hold or of the order.
 */
id: string, 
/**
 * The order's line that owns the units; null for a hold.
 */
lineNo: number | null, 
/**
 * Whom the hold is for, or the order's number and customer.
 */
label: string, quantity: number, expiresAt: Instant | null, 
/**
 * Time left until then, in seconds, when this was said.
 */
leftSeconds: number | null, customerName: string | null, orderId: OrderId | null, orderNumber: string | null, orderStatus: OrderStatus | null, basketId: BasketId | null, basketName: string | null, 
/**
 * Who made the hold or the order.
 */
staffName: string | null, 
/**
 * When somebody asked for the units of the hold.
 */
askedAt: Instant | null, };

export type HolderKind = "hold" | "order";

export type ImportApplied = { batchId: BatchId, kind: ImportKind, 
/**
 * It can be taken back as a whole.
 */
undoable: boolean, added: number, changed: number, restored: number, 
/**
 * Units more or fewer on hand.
 */
units: number, categories: number, 
/**
 * Of a file of orders alone.
 */
orders: BulkFigures | null, };

/**
 * How orders are taken is of a file of orders alone.
 */
export type ImportApply = { importId: string, 
/**
 * All or nothing where it is left out.
 */
mode?: BulkMode, 
/**
 * Confirmed where it is left out.
 */
upTo?: BulkUpTo, 
/**
 * Kept as rejected where it is left out; of orders that each go by themselves.
 */
onShortage?: BulkShortage, };

export type ImportCell = { field: ImportField, 
/**
 * As it stands in the file, or as a person mended it.
 */
text: string, 
/**
 * What the store has, where the cell changes it.
 */
before: string | null, problem: Problem | null, message: string | null, };

/**
 * What an import would do. Nothing is changed by it.
 */
export type ImportCheck = { importId: string, kind: ImportKind, 
/**
 * Rows: variants, customers or lines of orders.
 */
added: number, changed: number, unchanged: number, refused: number, 
/**
 * Lines of orders that ask for more than there is.
 */
short: number, 
/**
 * Rows whose archived variant comes back; they count as changed too.
 */
restored: number, 
/**
 * Cells that cannot be taken.
 */
cells: number, 
/**
 * Of a file of products alone.
 */
goods: ImportGoods | null, 
/**
 * Of a file of orders alone.
 */
orders: ImportOrders | null, };

/**
 * The dry run. All of `fixes` counts, and nothing of an earlier one.
 */
export type ImportCheckRequest = { importId: string, encoding?: Encoding, delimiter?: Delimiter, hasHeader?: boolean, mapping: Mapping, fixes?: Array<ImportFix>, };

export type ImportClose = { importId: string, };

export type ImportClosed = { importId: string, };

export type ImportColumn = { 
/**
 * From 0.
 */
index: number, name: string, 
/**
 * Its first cells that say something, at most three.
 */
samples: Array<string>, };

export type ImportField = "sku" | "barcode" | "name" | "description" | "category" | "basePrice" | "priceAdjustment" | "variantPrice" | "unit" | "reorderLevel" | "onHand" | "stockStamp" | "unitCost" | "attributeName1" | "attributeValue1" | "attributeName2" | "attributeValue2" | "attributeName3" | "attributeValue3" | "moreAttributes" | "handle" | "parentSku" | "rowType" | "archived" | "customerName" | "email" | "phone" | "tier" | "note" | "orderRef" | "quantity" | "priority" | "fulfilment" | "address" | "promisedOn" | "location";

export type ImportFile = { importId: string, kind: ImportKind, fileName: string, bytes: number, encoding: Encoding, delimiter: Delimiter, hasHeader: boolean, columns: Array<ImportColumn>, 
/**
 * Without the header.
 */
rows: number, preset: Preset | null, 
/**
 * What the columns seem to be about; `stock` is null where a person has to choose.
 */
mapping: Mapping, warnings: Array<string>, };

/**
 * A value in place of a cell.
 */
export type ImportFix = { 
/**
 * The line in the file.
 */
row: number, field: ImportField, value: string, };

/**
 * What an import of goods does to the store as a whole.
 */
export type ImportGoods = { 
/**
 * Units on hand in the whole store, and what they are worth at their prices.
 */
unitsNow: number, unitsAfter: number, valueNow: Money, valueAfter: Money, 
/**
 * The paths of the categories that would be added.
 */
newCategories: Array<Array<string>>, };

export type ImportKind = "products" | "customers" | "orders";

/**
 * Reads a file. What is not said about it is found out.
 */
export type ImportOpen = { 
/**
 * What its rows are; products where it is left out.
 */
kind?: ImportKind, 
/**
 * The token of a path that the person chose.
 */
source: string, encoding?: Encoding, delimiter?: Delimiter, hasHeader?: boolean, 
/**
 * The layout; by its columns' names where it is left out.
 */
preset?: Preset, 
/**
 * A saved mapping, whose columns are found by their names.
 */
mappingId?: MappingId, };

export type ImportOrder = { 
/**
 * As the file has it; empty where the row is an order of its own.
 */
orderRef: string, 
/**
 * The line in the file of its first row.
 */
row: number, result: BulkResult, 
/**
 * As the order would keep it.
 */
customer: string, lines: number, units: number, 
/**
 * Null where it cannot be worked out.
 */
total: Money | null, 
/**
 * The lines that ask for more than there is when their turn comes.
 */
short: Array<BulkShortLine>, 
/**
 * Why it cannot be taken.
 */
problems: Array<string>, };

export type ImportOrderFilter = "all" | "not_placed_first" | "placed" | "short" | "refused";

export type ImportOrderRows = { importId: string, filter?: ImportOrderFilter, 
/**
 * From 0, among the orders of the filter.
 */
from: number, limit: number, };

export type ImportOrderRowsPage = { total: number, rows: Array<ImportOrder>, };

/**
 * What an import of orders would do.
 */
export type ImportOrders = { placed: number, short: number, refused: number, 
/**
 * Of the orders that would be placed.
 */
lines: number, units: number, total: Money, };

export type ImportRefusedSave = { importId: string, 
/**
 * The token of a path that the person chose.
 */
destination: string, };

export type ImportRefusedSaved = { 
/**
 * Refused rows; the rows beside them that say to which product they belong are not counted.
 */
rows: number, fileName: string, };

export type ImportRow = { 
/**
 * The line in the file.
 */
row: number, result: RowResult, 
/**
 * It was archived and comes back.
 */
restored: boolean, sku: string, name: string, 
/**
 * The mapped columns, in the order of the file.
 */
cells: Array<ImportCell>, 
/**
 * What is to be said of the row as a whole.
 */
why: string | null, };

export type ImportRowFilter = "all" | "refused_first" | "added" | "changed" | "unchanged" | "refused" | "short";

export type ImportRows = { importId: string, filter?: ImportRowFilter, 
/**
 * From 0, among the rows of the filter.
 */
from: number, limit: number, };

export type ImportRowsPage = { total: number, rows: Array<ImportRow>, };

/** Milliseconds since 1970-01-01 UTC. */
export type Instant = number;

/**
 * Products that are not archived, by the category that they are in; null: in none.
 */
export type InventoryCategory = { categoryId: CategoryId | null, 
/**
 * The names of the categories from the root; empty for those in none.
 */
path: Array<string>, variants: number, units: number, reserved: number, low: number, out: number, valueAtPrice: Money, valueAtCost: Money, };

export type InventorySummary = { units: number, reserved: number, available: number, variants: number, 
/**
 * Available at or below the level that counts, those that are out among them.
 */
low: number, 
/**
 * Nothing on hand.
 */
out: number, 
/**
 * On hand times the selling price.
 */
valueAtPrice: Money, 
/**
 * On hand times the last cost, of what has one.
 */
valueAtCost: Money, 
/**
 * Variants on hand of which no cost is known.
 */
withoutCost: number, oldestHold: OldestHold | null, 
/**
 * In the order of their paths, those in none last.
 */
byCategory: Array<InventoryCategory>, };

export type InventorySummaryGet = { 
/**
 * At this location; left out: over all.
 */
locationId?: LocationId, };

export type Location = { id: LocationId, name: string, 
/**
 * The store sells from here where nobody names a location.
 */
selling: boolean, archived: boolean, 
/**
 * Variants with units on hand here.
 */
variants: number, onHand: number, reserved: number, rowVersion: number, };

export type LocationBalance = { locationId: LocationId, locationName: string, 
/**
 * The store sells from here where nobody names a location.
 */
selling: boolean, onHand: number, reserved: number, available: number, };

export type LocationCreate = { name: string, };

export type LocationId = string & { readonly __brand: "LocationId" };

export type LocationList = { 
/**
 * Archived ones too.
 */
archived?: boolean, };

export type LocationRows = { rows: Array<Location>, };

/**
 * Fields left out stay as they are. A stale rowVersion is refused with CONFLICT.
 */
export type LocationUpdate = { id: LocationId, rowVersion: number, name?: string, 
/**
 * Only what is empty and not sold from can be archived.
 */
archived?: boolean, 
/**
 * True: the store sells from here from now on. The location it sold from is changed by naming another.
 */
selling?: boolean, };

export type LookedAt = { ruleId: PriceRuleId, name: string, kind: PriceRuleKind, effect: PriceEffect, why: PriceWhyNot, };

export type LowRow = { variantId: VariantId, sku: string, name: string, label: string, 
/**
 * Over all locations.
 */
available: number, 
/**
 * The level that counts.
 */
level: number, 
/**
 * When it moved last.
 */
at: Instant, };

export type LowRows = { 
/**
 * The ledger's last movement.
 */
seq: number, rows: Array<LowRow>, };

export type MappedColumn = { 
/**
 * From 0, as the columns stand in the file.
 */
index: number, field: ImportField, };

export type Mapping = { 
/**
 * What the rows are; products where it is left out.
 */
kind?: ImportKind, preset?: Preset, 
/**
 * Columns that are not named are left alone.
 */
columns: Array<MappedColumn>, decimal: DecimalMark, 
/**
 * What a column of units on hand means; has to be said where one is mapped without a stamp beside it.
 */
stock?: StockMode, 
/**
 * Where the units are, or are taken from; the selling location where it is left out.
 */
locationId?: LocationId, };

export type MappingDelete = { id: MappingId, rowVersion: number, };

export type MappingDeleted = { id: MappingId, };

export type MappingId = string & { readonly __brand: "MappingId" };

export type MappingList = Record<symbol, never>;

/**
 * Keeps a mapping under a name, in place of the one that had it.
 */
export type MappingSave = { name: string, mapping: Mapping, 
/**
 * The names of the file's columns, by which the mapping is found again in the next file.
 */
columns: Array<string>, };

/** A decimal string with the currency's digits, like "12.50". */
export type Money = string;

export type Movement = { seq: number, variantId: VariantId, locationId: LocationId, locationName: string, kind: MovementKind, onHandDelta: number, reservedDelta: number, onHandAfter: number, reservedAfter: number, 
/**
 * The code of an adjustment's reason, or why units were given back.
 */
reason: string | null, 
/**
 * What people call the reason of an adjustment.
 */
reasonName: string | null, note: string | null, refType: string | null, refId: string | null, 
/**
 * An order's number, whom a hold is for, or a document.
 */
refLabel: string | null, staffName: string, requestId: RequestId | null, 
/**
 * The act that it is part of, which may be taken back as a whole.
 */
batchId: BatchId | null, at: Instant, };

export type MovementKind = "receive" | "adjust" | "transfer_out" | "transfer_in" | "reserve" | "release" | "expire" | "ship" | "return";

export type MovementPage = { rows: Array<Movement>, next: string | null, 
/**
 * All movements of the variant, whatever the filter.
 */
total: number, };

/**
 * The nearest quantity at which each unit costs less.
 */
export type NextBreak = { quantity: number, unitPrice: Money, 
/**
 * On each unit.
 */
saves: Money, };

export type OldestHold = { reservationId: ReservationId, 
/**
 * Whom it is for, or the order's number and customer.
 */
forWhom: string, createdAt: Instant, };

/**
 * What becomes of an order that cannot be served.
 */
export type OnShortage = "refuse" | "reject";

/**
 * What the buttons are called.
 */
export type OrderAction = "confirm" | "process" | "ship" | "deliver" | "cancel" | "close_short" | "ship_part" | "return" | "pay" | "refund" | "edit" | "extend" | "copy";

/**
 * Places many orders in one transaction.
 */
export type OrderBulk = { orders: Array<BulkOrder>, mode: BulkMode, 
/**
 * Confirmed where it is left out.
 */
upTo?: BulkUpTo, 
/**
 * Kept as rejected where it is left out; of orders that each go by themselves.
 */
onShortage?: BulkShortage, };

export type OrderBulkPlaced = { batchId: BatchId, placed: number, rejected: number, skipped: number, refused: number, units: number, total: Money, rows: Array<BulkOrderRow>, };

export type OrderCancel = { id: OrderId, rowVersion: number, reason: string, };

/**
 * Gives units of a confirmed or processing order back. When nothing is open any more, the order is shipped if
 * anything left the store, and cancelled otherwise.
 */
export type OrderCloseShort = { id: OrderId, rowVersion: number, lines: Array<CloseShortLine>, reason: string, };

/**
 * Two versions of an order, by the entries of the audit that made them.
 */
export type OrderCompare = { id: OrderId, from: number, to: number, };

export type OrderCopied = { basket: Basket, 
/**
 * Products that are archived since and were left out.
 */
left: Array<string>, };

export type OrderCopy = { id: OrderId, };

export type OrderCounts = { today: number, 
/**
 * Pending.
 */
toConfirm: number, 
/**
 * Confirmed.
 */
toPack: number, 
/**
 * Processing.
 */
toShip: number, last30Days: number, 
/**
 * Pending, confirmed or processing.
 */
open: number, };

export type OrderCountsGet = Record<symbol, never>;

/**
 * Whom an order is for. Empty: a walk-in customer.
 */
export type OrderCustomer = { id?: CustomerId, name?: string, email?: string, phone?: string, 
/**
 * Makes somebody known who is not yet. Without it name and e-mail stay as text, but for an e-mail that a
 * customer has: it links to them.
 */
keep?: boolean, };

export type OrderDetail = { order: OrderRow, 
/**
 * The tier that its prices were worked out for, as it was called then; empty for an order of before there were
 * tiers.
 */
tierName: string, 
/**
 * The basket that it was.
 */
basketId: BasketId | null, 
/**
 * Since when a pending order holds units, and until when that can be extended. Null when nothing is held.
 */
heldSince: Instant | null, extendableUntil: Instant | null, customerEmail: string, customerPhone: string, locationId: LocationId, fulfilment: Fulfilment, address: string, promisedOn: Day | null, subtotal: Money, discount: Money, tax: Money, 
/**
 * Payments less refunds.
 */
paid: Money, 
/**
 * What returned goods were sold for.
 */
returned: Money, 
/**
 * What is still to be paid; negative: owed to the customer.
 */
due: Money, note: string, 
/**
 * Why it was kept as rejected.
 */
rejection: Array<ShortLine> | null, lines: Array<OrderLine>, holds: Array<Reservation>, 
/**
 * What was paid and given back, the oldest first.
 */
payments: Array<Payment>, shipments: Array<Shipment>, returns: Array<Return>, 
/**
 * What happened, the newest first, at most 200.
 */
timeline: Array<TimelineEntry>, allowedActions: Array<AllowedAction>, };

export type OrderDifference = { 
/**
 * As the audit names it: "status", "note", "quantity".
 */
field: string, 
/**
 * Of which line; null for a field of the order itself.
 */
lineNo: number | null, 
/**
 * What that line is of.
 */
sku: string | null, 
/**
 * Null where it was not there.
 */
before: string | null, after: string | null, };

export type OrderDifferences = { rows: Array<OrderDifference>, };

/**
 * Fields left out stay as they are. `lines` is the whole new list; those that stay the same keep their price, the
 * others are quoted today. Another customer is quoted all lines anew; a manager's price stays.
 */
export type OrderEdit = { id: OrderId, rowVersion: number, customer?: OrderCustomer, priority?: Priority, note?: string, fulfilment?: Fulfilment, address?: string, 
/**
 * Null: on no day in particular.
 */
promisedOn?: Day | null, lines?: Array<OrderEditLine>, };

export type OrderEditLine = { 
/**
 * The line that it was; left out: the line of this variant and location, or a new one.
 */
lineNo?: number, variantId: VariantId, quantity: number, locationId?: LocationId, };

/**
 * From now on, the running holds of a pending order last so long again; never longer after the order was placed
 * than the store's setting allows.
 */
export type OrderExtend = { id: OrderId, rowVersion?: number, 
/**
 * The store's setting for checkouts where left out.
 */
bySeconds?: number, };

export type OrderFilter = { 
/**
 * Several, in any letter case.
 */
status?: Array<OrderStatus>, 
/**
 * First and last local day of the store, both inclusive.
 */
from?: Day, to?: Day, minTotal?: Money, maxTotal?: Money, 
/**
 * Part of the number, the customer's name or e-mail, or a SKU.
 */
text?: string, staffId?: StaffId, customerId?: CustomerId, priority?: Array<Priority>, };

/**
 * By id or by number.
 */
export type OrderGet = { id?: OrderId, number?: string, };

export type OrderId = string & { readonly __brand: "OrderId" };

export type OrderLine = { lineNo: number, variantId: VariantId, locationId: LocationId, sku: string, name: string, quantity: number, 
/**
 * Base price and variant adjustment, before reductions.
 */
listPrice: Money, unitPrice: Money, 
/**
 * When the price was quoted.
 */
quotedAt: Instant, 
/**
 * The tax rate that the price includes, in basis points.
 */
taxRateBp: number, tax: Money, lineTotal: Money, breakdown: Array<PriceStep>, 
/**
 * Units that the line owns.
 */
allocated: number, shipped: number, 
/**
 * Units given back: closed short or cancelled.
 */
released: number, 
/**
 * Units that came back.
 */
returned: number, };

export type OrderList = { filter?: OrderFilter, sort?: OrderSort, cursor?: string, limit?: number, };

/**
 * The ways that at least one of these orders may take now.
 */
export type OrderManyLook = { 
/**
 * At most 5,000.
 */
ids: Array<OrderId>, };

export type OrderMoved = { id: OrderId, 
/**
 * Null where there is no such order.
 */
number: string | null, done: boolean, 
/**
 * Why it stayed as it was.
 */
refusal: Refusal | null, };

export type OrderPage = { rows: Array<OrderRow>, next: string | null, };

/**
 * From lines, from held reservations, or both. A variant is on one line at each location; units that are held for
 * the order join its line. An empty customer is a walk-in customer.
 */
export type OrderPlace = { lines?: Array<OrderPlaceLine>, reservationIds?: Array<ReservationId>, customer?: OrderCustomer, priority?: Priority, fulfilment?: Fulfilment, address?: string, promisedOn?: Day, note?: string, onShortage?: OnShortage, upTo?: PlaceUpTo, 
/**
 * How long a pending order keeps its units; the store's setting where left out.
 */
holdSeconds?: number, };

export type OrderPlaceLine = { variantId: VariantId, quantity: number, locationId?: LocationId, };

/**
 * Takes goods of a delivered order back. What they were sold for is no longer owed; what was paid for them is given
 * back by a refund of its own.
 */
export type OrderReturn = { id: OrderId, rowVersion: number, 
/**
 * A line may stand there once for each condition.
 */
lines: Array<OrderReturnLine>, reason: string, };

export type OrderReturnLine = { lineNo: number, quantity: number, condition: ReturnCondition, };

/**
 * An order as a list shows it.
 */
export type OrderRow = { id: OrderId, seq: number, number: string, status: OrderStatus, priority: Priority, customerId: CustomerId | null, customerName: string, lineCount: number, 
/**
 * Units of all lines.
 */
items: number, total: Money, 
/**
 * Payments less refunds.
 */
paid: Money, 
/**
 * What is still to be paid; negative: owed to the customer.
 */
due: Money, createdAt: Instant, statusAt: Instant, staffName: string, 
/**
 * The earliest deadline of a pending order's holds; null when none runs.
 */
heldUntil: Instant | null, rowVersion: number, };

/**
 * Makes a shipment. A confirmed order goes to processing first; when nothing is open any more it is shipped.
 */
export type OrderShip = { id: OrderId, rowVersion: number, 
/**
 * Left out: all that is open.
 */
lines?: Array<OrderShipLine>, 
/**
 * The carrier's number, a van's name.
 */
reference?: string, };

export type OrderShipLine = { lineNo: number, quantity: number, };

export type OrderSort = "newest" | "oldest" | "highest_value" | "lowest_value" | "number" | "number_desc";

export type OrderStatus = "pending" | "confirmed" | "processing" | "shipped" | "delivered" | "cancelled" | "rejected";

export type OrderTotals = { orders: number, items: number, total: Money, 
/**
 * Rounded half up to the minor unit; zero without orders.
 */
average: Money, 
/**
 * How many orders the same days hold without the other filters.
 */
ofSameDays: number, };

export type OrderTotalsGet = { filter?: OrderFilter, };

export type OrderTransition = { id: OrderId, to: OrderStatus, rowVersion: number, 
/**
 * Required on the way to cancelled.
 */
reason?: string, };

/**
 * Moves each order to the same status. One that may not stays as it is and says why; the others go on.
 */
export type OrderTransitionMany = { 
/**
 * At most 500.
 */
ids: Array<OrderId>, to: OrderStatus, 
/**
 * Required on the way to cancelled.
 */
reason?: string, };

export type OrderVersion = { auditSeq: number, at: Instant, action: AuditAction, staffName: string, };

export type OrderVersionRows = { 
/**
 * The newest first.
 */
rows: Array<OrderVersion>, };

export type OrderVersions = { id: OrderId, };

export type OrderView = { handle: string, count: number, };

export type OrderViewClose = { handle: string, };

/**
 * Where an order's number, or the first shown order of a day, stands.
 */
export type OrderViewFind = { handle: string, number?: string, day?: Day, };

export type OrderViewOpen = { filter?: OrderFilter, sort?: OrderSort, };

export type OrderViewPage = { from: number, rows: Array<OrderRow>, 
/**
 * Orders that match and came since the view was opened.
 */
newSince: number, };

export type OrderViewPlace = { index: number | null, };

/**
 * At most 200 rows from a place, as they are now.
 */
export type OrderViewRows = { handle: string, from: number, limit: number, };

export type OrderWay = { action: OrderAction, to: OrderStatus, needsReason: boolean, 
/**
 * How many of them may take it.
 */
orders: number, 
/**
 * Units of these that are reserved, go back to available, or leave the shelf.
 */
units: number, };

export type OrderWays = { 
/**
 * How many of them there are.
 */
orders: number, 
/**
 * In the order in which an order takes them; giving up comes last.
 */
rows: Array<OrderWay>, };

/**
 * Writes exactly what the filter and sort show.
 */
export type OrdersExport = { filter?: OrderFilter, sort?: OrderSort, 
/**
 * The token of a path that the person chose.
 */
destination: string, };

export type OrdersMoved = { 
/**
 * What the audit entries of all of them carry.
 */
batchId: BatchId, 
/**
 * In the order of the request.
 */
rows: Array<OrderMoved>, done: number, refused: number, };

export type Payment = { id: PaymentId, kind: PaymentKind, method: PaymentMethod, amount: Money, 
/**
 * Cash that the customer gave.
 */
tendered: Money | null, 
/**
 * Cash that was given back of it.
 */
change: Money | null, reference: string, 
/**
 * Why it was given back; null for a payment.
 */
reason: string | null, note: string, staffName: string, at: Instant, };

/**
 * A payment that comes along with something else: a checkout, a hand over.
 */
export type PaymentGiven = { method: PaymentMethod, 
/**
 * Left out: all that is due, or what was tendered if that is less.
 */
amount?: Money, 
/**
 * Cash that the customer gave; what is above the amount is given back as change.
 */
tendered?: Money, 
/**
 * A receipt's number, a bank's text.
 */
reference?: string, note?: string, };

export type PaymentId = string & { readonly __brand: "PaymentId" };

export type PaymentKind = "payment" | "refund";

export type PaymentMethod = "cash" | "card" | "transfer" | "other";

/**
 * Writes down what a customer paid: at most what is due.
 */
export type PaymentRecord = { orderId: OrderId, rowVersion?: number, method: PaymentMethod, 
/**
 * Left out: all that is due, or what was tendered if that is less.
 */
amount?: Money, 
/**
 * Cash that the customer gave; what is above the amount is given back as change.
 */
tendered?: Money, 
/**
 * A receipt's number, a bank's text.
 */
reference?: string, note?: string, };

/**
 * Writes down what a customer got back: at most what was paid.
 */
export type PaymentRefund = { orderId: OrderId, rowVersion?: number, method: PaymentMethod, amount: Money, reference?: string, note?: string, reason: string, };

/**
 * How far a placed order goes at once, each step audited.
 */
export type PlaceUpTo = "pending" | "confirmed" | "delivered";

export type Preset = "stockroom" | "shopify" | "woocommerce" | "square";

/**
 * What a rule does to a price.
 */
export type PriceEffect = { "kind": "percent", basisPoints: number, } | { "kind": "amountOff", amount: Money, } | { "kind": "fixedPrice", price: Money, };

export type PriceOverridden = { basket: Basket | null, order: OrderDetail | null, };

/**
 * Of one of the two.
 */
export type PriceOverride = { basketId?: BasketId, orderId?: OrderId, rowVersion: number, lineNo: number, 
/**
 * Of one unit. Null takes it back: the line is quoted today.
 */
price: Money | null, reason: string, };

export type PriceQuote = { variantId: VariantId, sku: string, name: string, quantity: number, at: Instant, tierId: TierId, tierName: string, 
/**
 * The tier that was asked for where there is none such, so that the default tier's prices are told.
 */
unknownTier: string | null, 
/**
 * Before reductions.
 */
listPrice: Money, unitPrice: Money, lineTotal: Money, 
/**
 * On the whole line.
 */
saved: Money, taxRateBp: number, 
/**
 * The part of the line's total that is tax.
 */
tax: Money, steps: Array<PriceStep>, nextBreak: NextBreak | null, 
/**
 * Rules in whose scope the variant lies that made no step, the first 50.
 */
lookedAt: Array<LookedAt>, };

/**
 * For a customer, for a tier by its id or its name, or for the default tier.
 */
export type PriceQuoteGet = { variantId: VariantId, quantity: number, customerId?: CustomerId, tierId?: TierId, 
/**
 * By name, in any letter case.
 */
tier?: string, 
/**
 * Left out: now.
 */
at?: Instant, 
/**
 * A rule as if it were switched on: one that is still being thought of, or what `ruleId` would become.
 */
rule?: PriceRuleCreate, ruleId?: PriceRuleId, };

export type PriceRule = { id: PriceRuleId, kind: PriceRuleKind, name: string, scope: PriceScope, variantId: VariantId | null, productId: ProductId | null, categoryId: CategoryId | null, 
/**
 * SKU and name, the product's name, or the category's path from the root; empty: the whole store.
 */
scopeName: string, tierId: TierId | null, tierName: string | null, 
/**
 * Units of one line from which it counts.
 */
minQuantity: number, effect: PriceEffect, 
/**
 * Among rules of one kind and equally specific scopes the highest counts.
 */
priority: number, 
/**
 * The last one applied: later kinds are left out.
 */
stops: boolean, startsAt: Instant | null, 
/**
 * The first instant at which it no longer counts.
 */
endsAt: Instant | null, 
/**
 * Not paused.
 */
active: boolean, archived: boolean, state: PriceRuleState, 
/**
 * Who made it.
 */
staffName: string, createdAt: Instant, updatedAt: Instant, rowVersion: number, 
/**
 * What it would do that may not be meant. Lists leave them out.
 */
warnings: Array<PriceWarning>, };

/**
 * Rules that are not archived.
 */
export type PriceRuleCounts = { all: number, promotion: number, quantityBreak: number, tier: number, 
/**
 * Of all kinds: their time is over.
 */
ended: number, 
/**
 * Of all kinds: they count now.
 */
active: number, };

export type PriceRuleCountsGet = Record<symbol, never>;

export type PriceRuleCreate = { kind: PriceRuleKind, name: string, scope: PriceScope, 
/**
 * The one that the scope asks for; the others are left out.
 */
variantId?: VariantId, productId?: ProductId, categoryId?: CategoryId, 
/**
 * For a rule of the kind `tier`, and only there.
 */
tierId?: TierId, 
/**
 * For a quantity break, from 2; else left out or 1.
 */
minQuantity?: number, effect: PriceEffect, 
/**
 * Left out: 0.
 */
priority?: number, stops?: boolean, startsAt?: Instant, endsAt?: Instant, 
/**
 * Left out: true; false: paused.
 */
active?: boolean, };

export type PriceRuleFilter = { kinds?: Array<PriceRuleKind>, 
/**
 * Left out: all but the archived.
 */
states?: Array<PriceRuleState>, 
/**
 * Part of the rule's name, or of what it is about: a SKU, a product, a category, a tier.
 */
text?: string, 
/**
 * Rules in whose scope this variant lies.
 */
variantId?: VariantId, };

export type PriceRuleGet = { id: PriceRuleId, };

export type PriceRuleId = string & { readonly __brand: "PriceRuleId" };

export type PriceRuleKind = "promotion" | "quantity_break" | "tier";

export type PriceRuleList = { filter?: PriceRuleFilter, cursor?: string, limit?: number, };

/**
 * The newest first.
 */
export type PriceRulePage = { rows: Array<PriceRule>, next: string | null, };

export type PriceRuleState = "active" | "scheduled" | "ended" | "paused" | "archived";

/**
 * Order lines at today's prices, rules and tiers of their customers, without the rule and with it. A rule whose
 * time is not now is looked at as of its own time; a paused one as if it were not.
 */
export type PriceRuleTrial = { 
/**
 * From when on orders were looked at.
 */
since: Instant, 
/**
 * False: there are more lines than are looked at, and the oldest were left out.
 */
complete: boolean, 
/**
 * Orders that were not cancelled or rejected.
 */
orders: number, ordersTouched: number, lines: number, linesTouched: number, units: number, totalNow: Money, totalWith: Money, 
/**
 * `totalWith` less `totalNow`.
 */
change: Money, 
/**
 * Those that change most, at most 20.
 */
products: Array<TriedProduct>, warnings: Array<PriceWarning>, };

/**
 * A rule that is written down, one that is still being thought of, or both: what the first would become.
 */
export type PriceRuleTry = { ruleId?: PriceRuleId, rule?: PriceRuleCreate, 
/**
 * Left out: 30.
 */
days?: number, };

/**
 * Fields left out stay as they are, but what another kind or scope has no use for. A stale rowVersion is refused
 * with CONFLICT.
 */
export type PriceRuleUpdate = { id: PriceRuleId, rowVersion: number, kind?: PriceRuleKind, name?: string, scope?: PriceScope, variantId?: VariantId, productId?: ProductId, categoryId?: CategoryId, tierId?: TierId, minQuantity?: number, effect?: PriceEffect, priority?: number, stops?: boolean, 
/**
 * Null: from ever.
 */
startsAt?: Instant | null, 
/**
 * Null: without an end.
 */
endsAt?: Instant | null, 
/**
 * False: paused.
 */
active?: boolean, 
/**
 * True: put aside and paused. A rule that is taken back stays paused until it is made active.
 */
archived?: boolean, };

export type PriceScope = "variant" | "product" | "category" | "store";

/**
 * One step from the base price to the unit price. Prices between the steps are exact and may have more digits than
 * the currency; the rounding is a step of its own.
 */
export type PriceStep = { kind: PriceStepKind, 
/**
 * The rule that made the step; null for steps that no rule makes.
 */
ruleId: PriceRuleId | null, 
/**
 * The rule's name as it was then; the variant's label; an override's reason; else empty.
 */
label: string, effect: PriceEffect | null, 
/**
 * The price before the step; null for where it begins.
 */
before: Money | null, 
/**
 * What the step added, negative where it took away; null for where it begins.
 */
change: Money | null, after: Money, };

export type PriceStepKind = "base" | "variant" | "promotion" | "quantity_break" | "tier" | "rounding" | "override";

export type PriceTable = { rows: Array<PriceTableRow>, };

export type PriceTableGet = { variantId: VariantId, quantities: Array<number>, 
/**
 * Left out: now.
 */
at?: Instant, };

export type PriceTableRow = { tierId: TierId, tierName: string, 
/**
 * Of one unit, in the order of the quantities.
 */
prices: Array<Money>, };

export type PriceWarning = { kind: PriceWarningKind, 
/**
 * The other rule that makes it so.
 */
ruleId: PriceRuleId | null, ruleName: string | null, 
/**
 * Units of one line at which it shows.
 */
quantity: number | null, 
/**
 * A variant with which it shows.
 */
sku: string | null, };

export type PriceWarningKind = "falling_break" | "never_wins" | "below_cost";

export type PriceWhyNot = "paused" | "not_yet" | "ended" | "tier" | "quantity" | "stopped" | "less_specific" | "lower_priority" | "not_lower";

export type Priority = "low" | "normal" | "high" | "urgent";

/**
 * What is wrong with one field of a request.
 */
export type Problem = "required" | "too_small" | "too_large" | "too_long" | "malformed" | "unknown_value" | "duplicate" | "range_reversed" | "not_allowed";

/**
 * What customers know: a name and its variants. A simple product has one.
 */
export type Product = { id: ProductId, name: string, description: string, categoryId: CategoryId | null, 
/**
 * The names of the categories from the root.
 */
categoryPath: Array<string>, basePrice: Money, unit: string, 
/**
 * The tax that its prices include, in basis points; null where the store's rate counts.
 */
taxRateBp: number | null, 
/**
 * The rate that counts: its own or the store's.
 */
taxRateHere: number, variants: Array<Variant>, archived: boolean, 
/**
 * It was never used: nothing refers to it.
 */
deletable: boolean, createdAt: Instant, updatedAt: Instant, rowVersion: number, };

/**
 * A product with its variants; or, where it has just one, its SKU, barcodes and reorder level themselves.
 */
export type ProductCreate = { name: string, price: Money, description?: string, categoryId?: CategoryId, unit?: string, 
/**
 * The tax that its prices include, in basis points. Left out: the store's rate counts.
 */
taxRateBp?: number, sku?: string, barcodes?: Array<string>, reorderLevel?: number, 
/**
 * Excludes `sku`, `barcodes` and `reorderLevel`.
 */
variants?: Array<VariantNew>, };

/**
 * Only what was never used can be deleted; the rest is archived.
 */
export type ProductDelete = { id: ProductId, rowVersion: number, };

export type ProductDeleted = { id: ProductId, };

export type ProductFind = { 
/**
 * A whole barcode or SKU, as a scanner gives it.
 */
code: string, };

export type ProductFound = { match: ProductMatch | null, };

/**
 * One of the two.
 */
export type ProductGet = { id?: ProductId, variantId?: VariantId, };

export type ProductId = string & { readonly __brand: "ProductId" };

export type ProductMatch = { variantId: VariantId, productId: ProductId, sku: string, name: string, label: string, archived: boolean, };

/**
 * What a person types or scans while picking: a SKU, a barcode, or words.
 */
export type ProductSuggest = { text: string, limit?: number, 
/**
 * Figures at this location; left out: where the store sells.
 */
locationId?: LocationId, };

/**
 * Fields left out stay as they are, and so do variants that are not named. A stale rowVersion is refused with
 * CONFLICT.
 */
export type ProductUpdate = { id: ProductId, rowVersion: number, name?: string, description?: string, 
/**
 * Null: in no category from now on.
 */
categoryId?: CategoryId | null, 
/**
 * The base price.
 */
price?: Money, unit?: string, 
/**
 * The tax that its prices include, in basis points. Null: the store's rate counts from now on.
 */
taxRateBp?: number | null, archived?: boolean, variants?: Array<VariantEdit>, };

/**
 * Everything about the products that the stock list shows with the filter and sort, as our own import reads it.
 */
export type ProductsExport = { filter?: StockSummaryGet, sort?: StockSort, destination: string, };

export type Reason = { id: ReasonId, 
/**
 * What movements keep; it stays when the name changes.
 */
code: string, name: string, 
/**
 * Used by the program itself: may be renamed, never archived.
 */
fixed: boolean, 
/**
 * May be given by a person who adjusts.
 */
choosable: boolean, archived: boolean, rowVersion: number, };

export type ReasonCreate = { name: string, };

export type ReasonId = string & { readonly __brand: "ReasonId" };

export type ReasonList = { 
/**
 * Archived ones too.
 */
archived?: boolean, };

export type ReasonRows = { rows: Array<Reason>, };

/**
 * Fields left out stay as they are. A stale rowVersion is refused with CONFLICT.
 */
export type ReasonUpdate = { id: ReasonId, rowVersion: number, name?: string, archived?: boolean, };

export type Refusal = { "code": "VALIDATION", fields: Array<FieldProblem>, } | { "code": "NOT_FOUND", object: string, id: string, } | { "code": "CONFLICT", object: string, id: string, expectedVersion: number, actualVersion: number, } | { "code": "SKU_TAKEN", sku: string, productId: ProductId, name: string, } | { "code": "BARCODE_TAKEN", barcode: string, productId: ProductId, name: string, } | { "code": "PRODUCT_ARCHIVED", variantId: VariantId, sku: string, name: string, } | { "code": "PRODUCT_IN_USE", productId: ProductId, sku: string, onHand: number, reserved: number, } | { "code": "PRODUCT_USED", productId: ProductId, name: string, movements: number, holds: number, orderLines: number, countLines: number, priceRules: number, } | { "code": "ARCHIVED", object: string, id: string, name: string, } | { "code": "CATEGORY_CYCLE", id: CategoryId, name: string, parentName: string, } | { "code": "CATEGORY_NOT_EMPTY", id: CategoryId, name: string, products: number, categories: number, } | { "code": "STOCK_INSUFFICIENT", lines: Array<ShortLine>, } | { "code": "DUPLICATE_LINES", lines: Array<DuplicateLine>, } | { "code": "BASKET_NOT_OPEN", id: BasketId, name: string, status: BasketStatus, orderId: OrderId | null, } | { "code": "BASKET_EMPTY", id: BasketId, name: string, } | { "code": "STOCK_BELOW_RESERVED", line: ShortLine, } | { "code": "COUNT_ENDED", id: CountId, name: string, status: CountStatus, } | { "code": "COUNT_NEEDS_RECOUNT", id: CountId, 
/**
 * The first of them.
 */
skus: Array<string>, count: number, 
/**
 * Whether they may be accepted as they are: what would leave less than nothing may not.
 */
acceptable: boolean, } | { "code": "COUNT_BELOW_RESERVED", lines: Array<ShortLine>, } | { "code": "NAME_TAKEN", object: string, name: string, id: string, } | { "code": "CUSTOMER_EMAIL_TAKEN", email: string, customerId: CustomerId, name: string, } | { "code": "LOCATION_IN_USE", id: LocationId, name: string, onHand: number, reserved: number, selling: boolean, } | { "code": "TIER_IN_USE", id: TierId, name: string, customers: number, rules: number, isDefault: boolean, } | { "code": "REASON_FIXED", reason: string, name: string, } | { "code": "UNDO_NOT_POSSIBLE", batchId: BatchId, label: string, problems: Array<UndoProblem>, } | { "code": "ALREADY_UNDONE", batchId: BatchId, undoneBy: BatchId, at: Instant, } | { "code": "HOLD_ENDED", id: ReservationId, status: ReservationStatus, endedAt: Instant, } | { "code": "WAIT_ENDED", id: WaitId, status: WaitStatus, endedAt: Instant, } | { "code": "HOLD_OF_ORDER", id: ReservationId, orderId: OrderId, orderNumber: string, } | { "code": "ORDER_TRANSITION_NOT_ALLOWED", from: OrderStatus, to: OrderStatus, allowed: Array<OrderStatus>, } | { "code": "ORDER_NOT_EDITABLE", number: string, status: OrderStatus, fields: Array<string>, } | { "code": "HOLD_LONGEST", orderId: OrderId, number: string, firstHeldAt: Instant, latest: Instant, } | { "code": "CLOSE_SHORT_TOO_MANY", lineNo: number, requested: number, open: number, } | { "code": "SHIP_TOO_MANY", lineNo: number, requested: number, open: number, } | { "code": "RETURN_NOT_POSSIBLE", number: string, status: OrderStatus, } | { "code": "RETURN_TOO_MANY", lineNo: number, requested: number, returnable: number, } | { "code": "PAYMENT_NOT_POSSIBLE", number: string, status: OrderStatus, } | { "code": "PAYMENT_TOO_LARGE", due: Money, amount: Money, } | { "code": "REFUND_TOO_LARGE", paid: Money, amount: Money, } | { "code": "CURRENCY_FIXED", currency: string, } | { "code": "REQUEST_ID_REUSED", command: string, } | { "code": "FORBIDDEN", needed: Role, role: Role, } | { "code": "UNKNOWN_COMMAND", name: string, } | { "code": "BAD_JSON", detail: string, } | { "code": "TOO_LARGE", limitBytes: number, actualBytes: number, } | { "code": "BUSY", what: string, } | { "code": "CANCELLED", what: string, } | { "code": "DISK_FULL", what: string, } | { "code": "DISK_ERROR", what: string, } | { "code": "OUTCOME_UNKNOWN", what: string, } | { "code": "DESTINATION_NOT_ALLOWED", reason: string, } | { "code": "HANDLE_GONE", handle: string, } | { "code": "IMPORT_FILE_REFUSED", problem: FileProblem, row: number | null, detail: string, } | { "code": "IMPORT_OUT_OF_DATE", 
/**
 * Products, customers or orders that are no longer what was checked.
 */
changed: number, } | { "code": "ORDERS_NOT_WHOLE", orders: number, short: number, refused: number, 
/**
 * The first short lines.
 */
lines: Array<BulkShortLine>, } | { "code": "IMPORT_NOTHING" } | { "code": "FILE_MISSING", path: string, } | { "code": "FILE_READ_ONLY", path: string, } | { "code": "FILE_NOT_A_STORE", path: string, } | { "code": "FILE_TOO_NEW", path: string, fileVersion: number, programVersion: number, } | { "code": "FILE_LOCKED", path: string, } | { "code": "FILE_DAMAGED", path: string, detail: string, };

export type RequestId = string & { readonly __brand: "RequestId" };

export type Reservation = { id: ReservationId, seq: number, groupId: GroupId, variantId: VariantId, locationId: LocationId, sku: string, name: string, quantity: number, status: ReservationStatus, expiresAt: Instant, createdAt: Instant, endedAt: Instant | null, forWhom: string, customerId: CustomerId | null, orderId: OrderId | null, orderNumber: string | null, note: string, staffName: string, 
/**
 * The order's, the customer's or the basket's, where there is one.
 */
customerName: string | null, basketId: BasketId | null, 
/**
 * Somebody else needs the units: when they asked, who, and with what words.
 */
askedAt: Instant | null, askedBy: string | null, askedNote: string, };

/**
 * Marks holds whose units somebody else needs. They run on; whoever has them sees who asked. All ids or none.
 */
export type ReservationAskRelease = { ids: Array<ReservationId>, note?: string, };

/**
 * All lines or none.
 */
export type ReservationCreate = { lines: Array<ReservationLine>, forWhom?: string, customerId?: CustomerId, 
/**
 * From 1 to 2,592,000 seconds (30 days); the store's setting where left out.
 */
ttlSeconds?: number, note?: string, };

export type ReservationDetail = { reservation: Reservation, 
/**
 * The holds that were made together with it, itself among them.
 */
group: Array<Reservation>, stock: StockRow, };

/**
 * `by_seconds` is added to the present deadline; the new one lies at most 30 days ahead. All ids or none.
 * Holds of an order are extended with the order.
 */
export type ReservationExtend = { ids: Array<ReservationId>, bySeconds: number, };

export type ReservationGet = { id: ReservationId, };

export type ReservationGroup = { groupId: GroupId, rows: Array<Reservation>, };

export type ReservationId = string & { readonly __brand: "ReservationId" };

/**
 * What a hold is for.
 */
export type ReservationKind = "customer" | "order";

export type ReservationLine = { variantId: VariantId, quantity: number, locationId?: LocationId, };

export type ReservationList = { 
/**
 * Active where left out. An active hold past its time is not listed as active.
 */
status?: Array<ReservationStatus>, 
/**
 * Part of whom it is for, the SKU, the product's name or the order's number.
 */
text?: string, variantId?: VariantId, orderId?: OrderId, customerId?: CustomerId, basketId?: BasketId, 
/**
 * Only those whose units somebody else asked for, or only the others.
 */
asked?: boolean, kind?: ReservationKind, lapsingWithinSeconds?: number, endedSince?: Instant, sort?: ReservationSort, cursor?: string, limit?: number, };

export type ReservationPage = { rows: Array<Reservation>, next: string | null, };

/**
 * All ids or none.
 */
export type ReservationRelease = { ids: Array<ReservationId>, reason?: string, };

export type ReservationRows = { rows: Array<Reservation>, };

export type ReservationSort = "soonest" | "latest" | "newest" | "ended";

export type ReservationStatus = "active" | "consumed" | "released" | "expired";

export type ReservationSummary = { active: number, activeUnits: number, lapsingIn5Minutes: number, forOrders: number, endedToday: number, lapsedToday: number, consumedToday: number, releasedToday: number, };

export type ReservationSummaryGet = Record<symbol, never>;

export type Return = { id: ReturnId, 
/**
 * From 1 within its order.
 */
number: number, reason: string, value: Money, staffName: string, at: Instant, lines: Array<ReturnLine>, };

export type ReturnCondition = "sellable" | "damaged";

export type ReturnId = string & { readonly __brand: "ReturnId" };

export type ReturnLine = { lineNo: number, quantity: number, condition: ReturnCondition, 
/**
 * What the units were sold for.
 */
value: Money, };

export type Role = "viewer" | "clerk" | "manager" | "owner" | "system";

export type RowResult = "added" | "changed" | "unchanged" | "refused" | "short";

export type SavedMapping = { id: MappingId, name: string, mapping: Mapping, columns: Array<string>, rowVersion: number, };

export type SavedMappingRows = { rows: Array<SavedMapping>, };

export type Settings = { storeName: string, currency: string, 
/**
 * A price exists, so the currency stays.
 */
currencyFixed: boolean, timeZone: string, 
/**
 * How long a hold runs where nobody says otherwise.
 */
holdSeconds: number, 
/**
 * How long a pending order keeps its units.
 */
orderHoldSeconds: number, 
/**
 * How long a checkout keeps the units of its lines, and by how much it is extended.
 */
checkoutSeconds: number, 
/**
 * How long after its first hold a checkout can be extended in all.
 */
checkoutLongestSeconds: number, 
/**
 * How long somebody waits for units where nobody says otherwise.
 */
waitSeconds: number, 
/**
 * At or below this many available units a variant is low, unless it has a level of its own.
 */
reorderLevel: number, 
/**
 * The tax that prices include, in basis points.
 */
taxRateBp: number, 
/**
 * The longest pause between two keys of a barcode scanner, in milliseconds; 0: there is none.
 */
scanGapMs: number, rowVersion: number, };

export type SettingsGet = Record<symbol, never>;

/**
 * Fields left out stay as they are. A stale rowVersion is refused with CONFLICT.
 */
export type SettingsUpdate = { rowVersion: number, storeName?: string, 
/**
 * ISO 4217; fixed once a price exists.
 */
currency?: string, 
/**
 * IANA name.
 */
timeZone?: string, holdSeconds?: number, orderHoldSeconds?: number, checkoutSeconds?: number, 
/**
 * Not shorter than `checkoutSeconds`.
 */
checkoutLongestSeconds?: number, 
/**
 * From 1 second to a year.
 */
waitSeconds?: number, reorderLevel?: number, taxRateBp?: number, scanGapMs?: number, };

export type Shipment = { id: ShipmentId, 
/**
 * From 1 within its order.
 */
number: number, reference: string, staffName: string, at: Instant, lines: Array<ShipmentLine>, };

export type ShipmentId = string & { readonly __brand: "ShipmentId" };

export type ShipmentLine = { lineNo: number, quantity: number, };

/**
 * A line that asks for more than is available, with who has the rest.
 */
export type ShortLine = { 
/**
 * From 1, in the order of the request.
 */
lineNo: number, variantId: VariantId, locationId: LocationId, locationName: string, sku: string, name: string, requested: number, available: number, onHand: number, heldBy: Array<Holder>, 
/**
 * Units that others wait for here, who come first once any are free.
 */
waiting: number, 
/**
 * Other locations with units that could be brought here.
 */
elsewhere: Array<Elsewhere>, };

export type Staff = { id: StaffId, name: string, role: Role, };

export type StaffId = string & { readonly __brand: "StaffId" };

export type StaffListGet = Record<symbol, never>;

export type StaffRows = { rows: Array<Staff>, me: Staff, };

/**
 * Exactly one of delta and counted. The reason is required.
 */
export type StockAdjust = { variantId: VariantId, locationId?: LocationId, 
/**
 * Units more (positive) or fewer (negative).
 */
delta?: number, 
/**
 * Units that are there by count.
 */
counted?: number, 
/**
 * The code of a reason, like "damaged": see reason_list.
 */
reason: string, note?: string, 
/**
 * Who gives way where fewer units are left than are promised.
 */
giveWay?: GiveWay, };

export type StockAdjusted = { batchId: BatchId, row: StockRow, delta: number, };

/**
 * A variant's units at every location, and all of them together.
 */
export type StockBalanceRows = { rows: Array<LocationBalance>, onHand: number, reserved: number, available: number, };

export type StockBalances = { variantId: VariantId, };

export type StockColumn = "product" | "sku" | "label" | "category" | "onHand" | "reserved" | "available" | "mark" | "lowMark" | "price" | "lastCost" | "unit";

/**
 * Why a figure is what it is: at one location, or over all of them together where none is named.
 */
export type StockExplain = { variantId: VariantId, from?: Day, locationId?: LocationId, };

/**
 * opening + received + returned + shipped + adjusted + transferred = on hand. Shipped is negative.
 */
export type StockExplanation = { row: StockRow, barcodes: Array<string>, from: Instant, opening: number, received: number, returned: number, shipped: number, adjusted: number, 
/**
 * 0 over all locations: what left one came to another.
 */
transferred: number, holders: Array<Holder>, series: Array<StockPoint>, };

/**
 * Exactly what the stock list shows with the filter and sort.
 */
export type StockExport = { filter?: StockSummaryGet, sort?: StockSort, 
/**
 * In the order of the screen; left out: all.
 */
columns?: Array<StockColumn>, destination: string, };

export type StockFilter = "all" | "low" | "reserved" | "out" | "archived";

export type StockList = { filter?: StockFilter, 
/**
 * Words in any order, each part of the name, label, description, category or SKU, or a whole barcode.
 */
text?: string, 
/**
 * In this category or below it.
 */
categoryId?: CategoryId, minPrice?: Money, maxPrice?: Money, 
/**
 * Only what is available.
 */
inStock?: boolean, 
/**
 * Figures at this location; left out: over all.
 */
locationId?: LocationId, sort?: StockSort, cursor?: string, limit?: number, };

export type StockLowSince = { 
/**
 * The ledger's last movement that was looked at; left out: only where the ledger stands now.
 */
afterSeq?: number, };

/**
 * What stands out about a variant's stock.
 */
export type StockMark = "none" | "low" | "out" | "all_held";

export type StockMode = "set" | "add" | "leave";

export type StockMovements = { variantId: VariantId, locationId?: LocationId, kinds?: Array<MovementKind>, from?: Day, to?: Day, staffId?: StaffId, batchId?: BatchId, cursor?: string, limit?: number, };

/**
 * Opening stock of variants that had no units come or go at the location yet. All lines or none.
 */
export type StockOpen = { locationId?: LocationId, lines: Array<StockOpenLine>, note?: string, };

export type StockOpenLine = { variantId: VariantId, quantity: number, unitCost?: Money, };

export type StockOpened = { batchId: BatchId, rows: Array<StockRow>, };

export type StockPage = { rows: Array<StockRow>, next: string | null, };

export type StockPoint = { at: Instant, onHand: number, available: number, };

export type StockReceive = { lines: Array<StockReceiveLine>, locationId?: LocationId, supplier?: string, 
/**
 * The number on the delivery note or invoice.
 */
document?: string, note?: string, };

export type StockReceiveLine = { variantId: VariantId, quantity: number, unitCost?: Money, };

export type StockReceived = { batchId: BatchId, rows: Array<StockRow>, };

export type StockRow = { variantId: VariantId, productId: ProductId, 
/**
 * Where the figures are from; null: summed over all locations.
 */
locationId: LocationId | null, sku: string, name: string, 
/**
 * The variant's label, empty where the product has one variant.
 */
label: string, 
/**
 * The names of the categories from the root.
 */
categoryPath: Array<string>, unit: string, price: Money, lastCost: Money | null, 
/**
 * The variant's own level; null where the category's or the store's counts.
 */
reorderLevel: number | null, 
/**
 * The level that counts.
 */
reorderLevelHere: number, onHand: number, reserved: number, available: number, mark: StockMark, archived: boolean, 
/**
 * The product's version, for editing it.
 */
rowVersion: number, };

export type StockSort = "name" | "name_desc" | "sku" | "sku_desc" | "available" | "available_desc" | "on_hand" | "on_hand_desc" | "reserved" | "reserved_desc" | "price" | "price_desc";

export type StockSummary = { variants: number, low: number, reservedVariants: number, onHand: number, reserved: number, available: number, 
/**
 * On hand times the selling price.
 */
valueAtPrice: Money, };

export type StockSummaryGet = { filter?: StockFilter, text?: string, categoryId?: CategoryId, minPrice?: Money, maxPrice?: Money, inStock?: boolean, locationId?: LocationId, };

/**
 * All lines or none, and only units that are available: what is promised stays where it is promised.
 */
export type StockTransfer = { fromLocationId: LocationId, toLocationId: LocationId, lines: Array<StockTransferLine>, note?: string, };

export type StockTransferLine = { variantId: VariantId, quantity: number, };

export type StockTransferred = { batchId: BatchId, 
/**
 * What is now where the units went, one row a line.
 */
rows: Array<StockRow>, };

export type StoreCounts = { products: number, customers: number, orders: number, orderLines: number, reservations: number, movements: number, auditEntries: number, };

export type StoreInfo = { path: string, fileName: string, demo: boolean, sizeBytes: number, programVersion: string, schemaVersion: number, migrations: Array<string>, sqliteVersion: string, journalMode: string, createdAt: Instant, counts: StoreCounts, 
/**
 * The short code of the audit's last entry.
 */
auditAnchor: string, logFolder: string, };

export type StoreInfoGet = Record<symbol, never>;

export type StoreStatus = { storeName: string, fileName: string, demo: boolean, currency: string, timeZone: string, now: Instant, activeHolds: number, heldUnits: number, nextExpiry: Instant | null, pendingOrders: number, 
/**
 * Pending, confirmed or processing.
 */
openOrders: number, lowStock: number, lastSavedAt: Instant | null, lastBackupAt: Instant | null, };

export type StoreStatusGet = Record<symbol, never>;

export type Suggestion = { variantId: VariantId, productId: ProductId, sku: string, name: string, 
/**
 * The variant's label, empty where the product has one variant.
 */
label: string, price: Money, onHand: number, reserved: number, available: number, 
/**
 * The text is exactly this SKU or barcode.
 */
exact: boolean, };

export type SuggestionList = { rows: Array<Suggestion>, };

export type Tier = { id: TierId, name: string, rank: number, isDefault: boolean, archived: boolean, 
/**
 * Customers for whom it counts, those without a tier among the default's.
 */
customers: number, 
/**
 * Price rules that name it.
 */
rules: number, rowVersion: number, };

/**
 * It comes last by rank.
 */
export type TierCreate = { name: string, };

export type TierId = string & { readonly __brand: "TierId" };

export type TierList = { 
/**
 * Archived ones too.
 */
archived?: boolean, };

export type TierRows = { rows: Array<Tier>, };

/**
 * Fields left out stay as they are. A stale rowVersion is refused with CONFLICT.
 */
export type TierUpdate = { id: TierId, rowVersion: number, name?: string, 
/**
 * The order in which people see them.
 */
rank?: number, 
/**
 * True: the default from now on. The one that was is changed by naming another.
 */
isDefault?: boolean, 
/**
 * Only what is not the default and what no customer and no rule names can be archived.
 */
archived?: boolean, };

export type TimelineEntry = { 
/**
 * The newest entry of the audit that it stands for: holds of several lines that began or ended together are one.
 */
auditSeq: number, at: Instant, action: AuditAction, 
/**
 * The order's status before and after; null where it stayed.
 */
from: OrderStatus | null, to: OrderStatus | null, staffName: string, reason: string | null, 
/**
 * Units that it is about.
 */
quantity: number | null, 
/**
 * What they are units of, where it is one thing.
 */
sku: string | null, 
/**
 * What was paid, given back or returned.
 */
amount: Money | null, method: PaymentMethod | null, 
/**
 * Until when a hold runs or somebody waits.
 */
until: Instant | null, };

export type Topic = "orders" | "holds" | "stock" | "counts" | "products" | "customers" | "prices" | "baskets" | "waits" | "audit" | "settings" | "staff";

export type TriedProduct = { variantId: VariantId, sku: string, name: string, units: number, totalNow: Money, totalWith: Money, };

/**
 * What becomes of the lines that nobody counted.
 */
export type Uncounted = "leave" | "zero";

export type UndoLine = { variantId: VariantId, sku: string, name: string, label: string, locationId: LocationId, locationName: string, 
/**
 * Units that the undo adds, or takes away where it is negative.
 */
delta: number, onHandNow: number, onHandAfter: number, };

export type UndoPreview = { batch: Batch, 
/**
 * The first 1,000 of them.
 */
lines: Array<UndoLine>, linesTotal: number, 
/**
 * Categories and products whose change would be taken back too.
 */
changes: number, 
/**
 * What stands in the way: the first 100. None: it can be undone.
 */
problems: Array<UndoProblem>, };

/**
 * Why a batch cannot be taken back.
 */
export type UndoProblem = { 
/**
 * What it is about: a product's name, a location, a category.
 */
label: string, sku: string | null, message: string, 
/**
 * Units that would have to go.
 */
needed: number | null, 
/**
 * Units that are free to go.
 */
available: number | null, };

export type UnknownCode = { code: string, quantity: number, staffName: string, at: Instant, };

/**
 * In the order in which they were first scanned; at most 1,000.
 */
export type UnknownCodes = { rows: Array<UnknownCode>, };

/**
 * What is stocked and sold.
 */
export type Variant = { id: VariantId, sku: string, barcodes: Array<string>, attributes: Array<Attribute>, 
/**
 * The values of the attributes, like "M / Red"; empty for a simple product.
 */
label: string, priceAdjustment: Money, 
/**
 * Base price and adjustment.
 */
price: Money, 
/**
 * Its own; null where the category's or the store's counts.
 */
reorderLevel: number | null, 
/**
 * The level that counts: its own, the nearest category's, the store's.
 */
reorderLevelHere: number, lastCost: Money | null, 
/**
 * Archived by itself; the product may be archived as a whole.
 */
archived: boolean, onHand: number, reserved: number, available: number, };

/**
 * Without an id: a new variant, which needs a SKU.
 */
export type VariantEdit = { id?: VariantId, sku?: string, barcodes?: Array<string>, attributes?: Array<Attribute>, priceAdjustment?: Money, 
/**
 * Null: the category's or the store's counts from now on.
 */
reorderLevel?: number | null, archived?: boolean, };

export type VariantId = string & { readonly __brand: "VariantId" };

export type VariantNew = { sku: string, barcodes?: Array<string>, 
/**
 * Needed where the product has several variants, and other ones for each.
 */
attributes?: Array<Attribute>, priceAdjustment?: Money, reorderLevel?: number, };

export type Wait = { id: WaitId, seq: number, variantId: VariantId, locationId: LocationId, locationName: string, sku: string, name: string, quantity: number, 
/**
 * Units that became holds so far.
 */
granted: number, 
/**
 * Takes what there is and waits on for the rest.
 */
acceptPart: boolean, status: WaitStatus, 
/**
 * 1: the next to be served; null once it is over.
 */
position: number | null, 
/**
 * Units that those before it wait for.
 */
ahead: number, 
/**
 * How long the hold runs that it becomes.
 */
holdSeconds: number, 
/**
 * When the wait itself ends.
 */
expiresAt: Instant, forWhom: string, customerId: CustomerId | null, customerName: string | null, orderId: OrderId | null, orderNumber: string | null, basketId: BasketId | null, 
/**
 * Of the holds that it becomes.
 */
groupId: GroupId, note: string, staffName: string, createdAt: Instant, endedAt: Instant | null, };

/**
 * All ids or none. Holds that a wait became already stay.
 */
export type WaitCancel = { ids: Array<WaitId>, reason?: string, };

/**
 * Each line is a place in the queue of its variant and location. Units that are free already become a hold at
 * once where nobody is before it.
 */
export type WaitCreate = { lines: Array<WaitLine>, 
/**
 * The customer's name where left out.
 */
forWhom?: string, 
/**
 * Of a basket or an order: only its own.
 */
customerId?: CustomerId, 
/**
 * Open or parked. The hold is the basket's, which has a line of each and does not wait for it yet.
 */
basketId?: BasketId, 
/**
 * Pending. The hold is the order's, which has a line of each and does not wait for it yet.
 */
orderId?: OrderId, 
/**
 * How long the hold runs that it becomes; the store's setting where left out.
 */
holdSeconds?: number, 
/**
 * When the wait itself ends, from 1 second to a year; the store's setting where left out.
 */
waitSeconds?: number, note?: string, };

export type WaitId = string & { readonly __brand: "WaitId" };

export type WaitLine = { variantId: VariantId, quantity: number, locationId?: LocationId, 
/**
 * Takes what there is, and waits on for the rest. Without it: all or nothing.
 */
acceptPart?: boolean, };

export type WaitList = { 
/**
 * Waiting where left out, in the order of arrival; what ended, the newest first. A wait past its time is not
 * listed as waiting.
 */
status?: WaitStatus, variantId?: VariantId, locationId?: LocationId, customerId?: CustomerId, basketId?: BasketId, orderId?: OrderId, cursor?: string, limit?: number, };

export type WaitNews = { 
/**
 * The audit's last entry.
 */
seq: number, rows: Array<WaitNewsRow>, };

export type WaitNewsRow = { auditSeq: number, action: WaitWhat, 
/**
 * As it is now.
 */
wait: Wait, 
/**
 * That became a hold just then, or that were still missing when the wait ended.
 */
units: number, };

export type WaitPage = { rows: Array<Wait>, next: string | null, };

export type WaitRows = { rows: Array<Wait>, };

export type WaitSince = { 
/**
 * The audit's last entry that the caller knows of; left out: only where it stands now.
 */
afterSeq?: number, };

export type WaitStatus = "waiting" | "granted" | "expired" | "cancelled";

/**
 * What became of a wait.
 */
export type WaitWhat = "granted" | "expired";

export type RefusalCode = Refusal["code"];

/** An opaque place in a list; hand it back to get the next page. */
export type Cursor = string;

/** An opaque name of a path that the person chose in a dialog. */
export type Destination = string;

export type Answer<T> =
  | { outcome: "done"; requestId: RequestId; value: T }
  /** Kept, but not what was asked for: an order kept as rejected. */
  | { outcome: "declined"; requestId: RequestId; value: T }
  | { outcome: "refused"; requestId: RequestId; refusal: Refusal; message: string }
  /** A bug: nothing was changed; the log has the chain under this number. */
  | { outcome: "incident"; requestId: RequestId; incident: string };

export type Commands = {
  product_create: { kind: "write"; request: ProductCreate; response: Product };
  product_update: { kind: "write"; request: ProductUpdate; response: Product };
  product_get: { kind: "read"; request: ProductGet; response: Product };
  product_delete: { kind: "write"; request: ProductDelete; response: ProductDeleted };
  product_find: { kind: "read"; request: ProductFind; response: ProductFound };
  product_suggest: { kind: "read"; request: ProductSuggest; response: SuggestionList };
  category_list: { kind: "read"; request: CategoryList; response: CategoryRows };
  category_create: { kind: "write"; request: CategoryCreate; response: Category };
  category_update: { kind: "write"; request: CategoryUpdate; response: Category };
  category_move: { kind: "write"; request: CategoryMove; response: Category };
  category_archive: { kind: "write"; request: CategoryArchive; response: Category };
  category_restore: { kind: "write"; request: CategoryRestore; response: Category };
  stock_receive: { kind: "write"; request: StockReceive; response: StockReceived };
  stock_adjust: { kind: "write"; request: StockAdjust; response: StockAdjusted };
  stock_open: { kind: "write"; request: StockOpen; response: StockOpened };
  stock_transfer: { kind: "write"; request: StockTransfer; response: StockTransferred };
  stock_list: { kind: "read"; request: StockList; response: StockPage };
  stock_summary: { kind: "read"; request: StockSummaryGet; response: StockSummary };
  stock_movements: { kind: "read"; request: StockMovements; response: MovementPage };
  stock_explain: { kind: "read"; request: StockExplain; response: StockExplanation };
  stock_low_since: { kind: "read"; request: StockLowSince; response: LowRows };
  inventory_summary: { kind: "read"; request: InventorySummaryGet; response: InventorySummary };
  stock_balances: { kind: "read"; request: StockBalances; response: StockBalanceRows };
  batch_list: { kind: "read"; request: BatchList; response: BatchPage };
  batch_get: { kind: "read"; request: BatchGet; response: BatchDetail };
  batch_undo_preview: { kind: "read"; request: BatchUndoPreview; response: UndoPreview };
  batch_undo: { kind: "write"; request: BatchUndo; response: Batch };
  location_list: { kind: "read"; request: LocationList; response: LocationRows };
  location_create: { kind: "write"; request: LocationCreate; response: Location };
  location_update: { kind: "write"; request: LocationUpdate; response: Location };
  reason_list: { kind: "read"; request: ReasonList; response: ReasonRows };
  reason_create: { kind: "write"; request: ReasonCreate; response: Reason };
  reason_update: { kind: "write"; request: ReasonUpdate; response: Reason };
  reservation_create: { kind: "write"; request: ReservationCreate; response: ReservationGroup };
  reservation_extend: { kind: "write"; request: ReservationExtend; response: ReservationRows };
  reservation_release: { kind: "write"; request: ReservationRelease; response: ReservationRows };
  reservation_ask_release: { kind: "write"; request: ReservationAskRelease; response: ReservationRows };
  reservation_get: { kind: "read"; request: ReservationGet; response: ReservationDetail };
  reservation_list: { kind: "read"; request: ReservationList; response: ReservationPage };
  reservation_summary: { kind: "read"; request: ReservationSummaryGet; response: ReservationSummary };
  wait_create: { kind: "write"; request: WaitCreate; response: WaitRows };
  wait_cancel: { kind: "write"; request: WaitCancel; response: WaitRows };
  wait_list: { kind: "read"; request: WaitList; response: WaitPage };
  wait_since: { kind: "read"; request: WaitSince; response: WaitNews };
  count_list: { kind: "read"; request: CountList; response: CountPage };
  count_start: { kind: "write"; request: CountStart; response: CountSheet };
  count_get: { kind: "read"; request: CountGet; response: CountSheet };
  count_lines: { kind: "read"; request: CountLines; response: CountLinePage };
  count_enter: { kind: "write"; request: CountEnter; response: CountEntered };
  count_clear: { kind: "write"; request: CountClear; response: CountLine };
  count_unknown_list: { kind: "read"; request: CountUnknownList; response: UnknownCodes };
  count_unknown_settle: { kind: "write"; request: CountUnknownSettle; response: CountSheet };
  count_post: { kind: "write"; request: CountPost; response: CountPosted };
  count_cancel: { kind: "write"; request: CountCancel; response: CountSheet };
  customer_create: { kind: "write"; request: CustomerCreate; response: CustomerDetail };
  customer_update: { kind: "write"; request: CustomerUpdate; response: CustomerDetail };
  customer_merge: { kind: "write"; request: CustomerMerge; response: CustomerDetail };
  customer_get: { kind: "read"; request: CustomerGet; response: CustomerDetail };
  customer_list: { kind: "read"; request: CustomerList; response: CustomerPage };
  customer_suggest: { kind: "read"; request: CustomerSuggest; response: CustomerRows };
  staff_list: { kind: "read"; request: StaffListGet; response: StaffRows };
  basket_list: { kind: "read"; request: BasketList; response: BasketPage };
  basket_get: { kind: "read"; request: BasketGet; response: Basket };
  basket_create: { kind: "write"; request: BasketCreate; response: Basket };
  basket_add: { kind: "write"; request: BasketAdd; response: Basket };
  basket_line_set: { kind: "write"; request: BasketLineSet; response: Basket };
  basket_line_remove: { kind: "write"; request: BasketLineRemove; response: Basket };
  basket_requote: { kind: "write"; request: BasketRequote; response: Basket };
  basket_update: { kind: "write"; request: BasketUpdate; response: Basket };
  basket_park: { kind: "write"; request: BasketPark; response: Basket };
  basket_resume: { kind: "write"; request: BasketResume; response: Basket };
  basket_drop: { kind: "write"; request: BasketDrop; response: Basket };
  tier_list: { kind: "read"; request: TierList; response: TierRows };
  tier_create: { kind: "write"; request: TierCreate; response: Tier };
  tier_update: { kind: "write"; request: TierUpdate; response: Tier };
  price_rule_list: { kind: "read"; request: PriceRuleList; response: PriceRulePage };
  price_rule_counts: { kind: "read"; request: PriceRuleCountsGet; response: PriceRuleCounts };
  price_rule_get: { kind: "read"; request: PriceRuleGet; response: PriceRule };
  price_rule_create: { kind: "write"; request: PriceRuleCreate; response: PriceRule };
  price_rule_update: { kind: "write"; request: PriceRuleUpdate; response: PriceRule };
  price_rule_try: { kind: "read"; request: PriceRuleTry; response: PriceRuleTrial };
  price_quote: { kind: "read"; request: PriceQuoteGet; response: PriceQuote };
  price_table: { kind: "read"; request: PriceTableGet; response: PriceTable };
  price_override: { kind: "write"; request: PriceOverride; response: PriceOverridden };
  basket_checkout: { kind: "write"; request: BasketCheckout; response: OrderDetail };
  order_place: { kind: "write"; request: OrderPlace; response: OrderDetail };
  order_edit: { kind: "write"; request: OrderEdit; response: OrderDetail };
  order_copy: { kind: "write"; request: OrderCopy; response: OrderCopied };
  order_extend: { kind: "write"; request: OrderExtend; response: OrderDetail };
  order_transition: { kind: "write"; request: OrderTransition; response: OrderDetail };
  order_cancel: { kind: "write"; request: OrderCancel; response: OrderDetail };
  order_close_short: { kind: "write"; request: OrderCloseShort; response: OrderDetail };
  order_transition_many: { kind: "write"; request: OrderTransitionMany; response: OrdersMoved };
  order_ship: { kind: "write"; request: OrderShip; response: OrderDetail };
  order_return: { kind: "write"; request: OrderReturn; response: OrderDetail };
  payment_record: { kind: "write"; request: PaymentRecord; response: OrderDetail };
  payment_refund: { kind: "write"; request: PaymentRefund; response: OrderDetail };
  order_many_look: { kind: "read"; request: OrderManyLook; response: OrderWays };
  order_versions: { kind: "read"; request: OrderVersions; response: OrderVersionRows };
  order_compare: { kind: "read"; request: OrderCompare; response: OrderDifferences };
  order_get: { kind: "read"; request: OrderGet; response: OrderDetail };
  order_list: { kind: "read"; request: OrderList; response: OrderPage };
  order_totals: { kind: "read"; request: OrderTotalsGet; response: OrderTotals };
  order_counts: { kind: "read"; request: OrderCountsGet; response: OrderCounts };
  order_view_open: { kind: "read"; request: OrderViewOpen; response: OrderView };
  order_view_rows: { kind: "read"; request: OrderViewRows; response: OrderViewPage };
  order_view_find: { kind: "read"; request: OrderViewFind; response: OrderViewPlace };
  order_view_close: { kind: "read"; request: OrderViewClose; response: OrderView };
  order_bulk: { kind: "bulk"; request: OrderBulk; response: OrderBulkPlaced };
  orders_export: { kind: "bulk"; request: OrdersExport; response: Exported };
  import_open: { kind: "bulk"; request: ImportOpen; response: ImportFile };
  import_check: { kind: "bulk"; request: ImportCheckRequest; response: ImportCheck };
  import_rows: { kind: "read"; request: ImportRows; response: ImportRowsPage };
  import_order_rows: { kind: "read"; request: ImportOrderRows; response: ImportOrderRowsPage };
  import_refused_save: { kind: "bulk"; request: ImportRefusedSave; response: ImportRefusedSaved };
  import_apply: { kind: "bulk"; request: ImportApply; response: ImportApplied };
  import_close: { kind: "read"; request: ImportClose; response: ImportClosed };
  customers_export: { kind: "bulk"; request: CustomersExport; response: Exported };
  products_export: { kind: "bulk"; request: ProductsExport; response: Exported };
  stock_export: { kind: "bulk"; request: StockExport; response: Exported };
  mapping_list: { kind: "read"; request: MappingList; response: SavedMappingRows };
  mapping_save: { kind: "write"; request: MappingSave; response: SavedMapping };
  mapping_delete: { kind: "write"; request: MappingDelete; response: MappingDeleted };
  audit_list: { kind: "read"; request: AuditList; response: AuditPage };
  audit_get: { kind: "read"; request: AuditGet; response: AuditEntry };
  audit_count: { kind: "read"; request: AuditCountGet; response: AuditCount };
  audit_facets: { kind: "read"; request: AuditFacetsGet; response: AuditFacets };
  audit_verify: { kind: "read"; request: AuditVerify; response: AuditVerdict };
  settings_get: { kind: "read"; request: SettingsGet; response: Settings };
  settings_update: { kind: "write"; request: SettingsUpdate; response: Settings };
  doctor_run: { kind: "read"; request: DoctorRun; response: DoctorReport };
  store_info: { kind: "read"; request: StoreInfoGet; response: StoreInfo };
  store_status: { kind: "read"; request: StoreStatusGet; response: StoreStatus };
  backup_now: { kind: "bulk"; request: BackupNow; response: BackupWritten };
};
