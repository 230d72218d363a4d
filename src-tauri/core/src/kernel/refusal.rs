//! How a command says no. A refusal is data with a stable code: the screen words it, a program reads it, and
//! its `Display` is the plain sentence with the figures for the command line and the log.

use crate::kernel::{
    BasketId, BasketStatus, BatchId, CategoryId, CountId, CountStatus, CustomerId, FileProblem, Instant, LocationId,
    Money, OrderId, OrderStatus, ProductId, ReservationId, ReservationStatus, Role, TierId, VariantId, WaitId,
    WaitStatus,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is wrong with one field of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    Required,
    TooSmall,
    TooLarge,
    TooLong,
    Malformed,
    UnknownValue,
    Duplicate,
    RangeReversed,
    NotAllowed,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FieldProblem {
    /// Like "lines[0].quantity".
    pub field: String,
    pub problem: Problem,
    /// The limit that was passed, where there is one.
    pub limit: Option<i64>,
    pub message: String,
}

impl FieldProblem {
    pub fn new(field: &str, problem: Problem, limit: Option<i64>) -> FieldProblem {
        let message = match (problem, limit) {
            (Problem::Required, _) => "is required".to_owned(),
            (Problem::TooSmall, Some(limit)) => format!("must be at least {limit}"),
            (Problem::TooSmall, None) => "is too small".to_owned(),
            (Problem::TooLarge, Some(limit)) => format!("must be at most {limit}"),
            (Problem::TooLarge, None) => "is too large".to_owned(),
            (Problem::TooLong, Some(limit)) => format!("must have at most {limit} characters"),
            (Problem::TooLong, None) => "is too long".to_owned(),
            (Problem::Malformed, Some(digits)) => format!("must have at most {digits} digits behind the point"),
            (Problem::Malformed, None) => "cannot be read".to_owned(),
            (Problem::UnknownValue, _) => "is not known".to_owned(),
            (Problem::Duplicate, _) => "is there twice".to_owned(),
            (Problem::RangeReversed, _) => "ends before it begins".to_owned(),
            (Problem::NotAllowed, _) => "is not allowed here".to_owned(),
        };
        FieldProblem { field: field.to_owned(), problem, limit, message }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HolderKind {
    /// A hold, which lapses.
    Hold,
    /// A confirmed order, which does not.
    Order,
}

/// Who has units reserved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Holder {
    pub kind: HolderKind,
    /// The id of the hold or of the order.
    pub id: String,
    /// The order's line that owns the units; null for a hold.
    pub line_no: Option<i64>,
    /// Whom the hold is for, or the order's number and customer.
    pub label: String,
    pub quantity: i64,
    pub expires_at: Option<Instant>,
    /// Time left until then, in seconds, when this was said.
    pub left_seconds: Option<i64>,
    pub customer_name: Option<String>,
    pub order_id: Option<OrderId>,
    pub order_number: Option<String>,
    pub order_status: Option<OrderStatus>,
    pub basket_id: Option<BasketId>,
    pub basket_name: Option<String>,
    /// Who made the hold or the order.
    pub staff_name: Option<String>,
    /// When somebody asked for the units of the hold.
    pub asked_at: Option<Instant>,
}

/// Another location that has units available.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Elsewhere {
    pub location_id: LocationId,
    pub location_name: String,
    pub available: i64,
}

/// A line that asks for more than is available, with who has the rest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ShortLine {
    /// From 1, in the order of the request.
    pub line_no: i64,
    pub variant_id: VariantId,
    pub location_id: LocationId,
    pub location_name: String,
    pub sku: String,
    pub name: String,
    pub requested: i64,
    pub available: i64,
    pub on_hand: i64,
    pub held_by: Vec<Holder>,
    /// Units that others wait for here, who come first once any are free.
    #[serde(default)]
    pub waiting: i64,
    /// Other locations with units that could be brought here.
    pub elsewhere: Vec<Elsewhere>,
}

/// A variant that is on several lines at one location, with what one line of it would say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DuplicateLine {
    pub variant_id: VariantId,
    pub location_id: LocationId,
    pub sku: String,
    pub name: String,
    /// From 1, in the order of the request.
    pub line_nos: Vec<i64>,
    /// Units of these lines together.
    pub quantity: i64,
}

/// A line of one order among many that is short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BulkShortLine {
    /// From 1, in the order of the request.
    pub order: i64,
    pub sku: String,
    pub name: String,
    pub requested: i64,
    /// After the orders before it took theirs.
    pub available: i64,
}

/// Why a batch cannot be taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UndoProblem {
    /// What it is about: a product's name, a location, a category.
    pub label: String,
    pub sku: Option<String>,
    pub message: String,
    /// Units that would have to go.
    pub needed: Option<i64>,
    /// Units that are free to go.
    pub available: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "code", rename_all = "SCREAMING_SNAKE_CASE", rename_all_fields = "camelCase")]
pub enum Refusal {
    Validation {
        fields: Vec<FieldProblem>,
    },
    NotFound {
        object: String,
        id: String,
    },
    /// Somebody else changed it since it was read.
    Conflict {
        object: String,
        id: String,
        expected_version: i64,
        actual_version: i64,
    },
    SkuTaken {
        sku: String,
        product_id: ProductId,
        name: String,
    },
    BarcodeTaken {
        barcode: String,
        product_id: ProductId,
        name: String,
    },
    ProductArchived {
        variant_id: VariantId,
        sku: String,
        name: String,
    },
    /// Units on hand or reserved keep a product from being archived.
    ProductInUse {
        product_id: ProductId,
        sku: String,
        on_hand: i64,
        reserved: i64,
    },
    /// Something refers to the product, so that it can be archived but not deleted.
    ProductUsed {
        product_id: ProductId,
        name: String,
        movements: i64,
        holds: i64,
        order_lines: i64,
        count_lines: i64,
        price_rules: i64,
    },
    /// A category, a location: it must be restored before it is used.
    Archived {
        object: String,
        id: String,
        name: String,
    },
    /// A category cannot lie within itself.
    CategoryCycle {
        id: CategoryId,
        name: String,
        parent_name: String,
    },
    /// Products or categories in it keep it from being archived.
    CategoryNotEmpty {
        id: CategoryId,
        name: String,
        products: i64,
        categories: i64,
    },
    StockInsufficient {
        lines: Vec<ShortLine>,
    },
    /// A variant is on one line at each location; these would be on several.
    DuplicateLines {
        lines: Vec<DuplicateLine>,
    },
    /// A parked basket is resumed before it is changed; a placed or dropped one stays as it is.
    BasketNotOpen {
        id: BasketId,
        name: String,
        status: BasketStatus,
        order_id: Option<OrderId>,
    },
    /// There is nothing in it to place.
    BasketEmpty {
        id: BasketId,
        name: String,
    },
    /// An adjustment would leave less on hand than is promised.
    StockBelowReserved {
        line: Box<ShortLine>,
    },
    /// A count that was posted or cancelled takes no more figures.
    CountEnded {
        id: CountId,
        name: String,
        status: CountStatus,
    },
    /// Lines whose figure cannot be trusted: units came or went between its parts, or the books were mended by hand
    /// since, or more left since than were counted.
    CountNeedsRecount {
        id: CountId,
        /// The first of them.
        skus: Vec<String>,
        count: i64,
        /// Whether they may be accepted as they are: what would leave less than nothing may not.
        acceptable: bool,
    },
    /// Posting would leave less on hand than is promised; every such line.
    CountBelowReserved {
        lines: Vec<ShortLine>,
    },
    /// A name is given once among its kind.
    NameTaken {
        object: String,
        name: String,
        id: String,
    },
    /// An e-mail address names one customer.
    CustomerEmailTaken {
        email: String,
        customer_id: CustomerId,
        name: String,
    },
    /// A location that the store sells from, or that holds units, cannot be archived.
    LocationInUse {
        id: LocationId,
        name: String,
        on_hand: i64,
        reserved: i64,
        selling: bool,
    },
    /// The default tier, and one that customers or rules name, cannot be archived.
    TierInUse {
        id: TierId,
        name: String,
        customers: i64,
        rules: i64,
        is_default: bool,
    },
    /// A reason that the program itself gives.
    ReasonFixed {
        reason: String,
        name: String,
    },
    /// What happened since depends on the batch, or it is none that can be taken back.
    UndoNotPossible {
        batch_id: BatchId,
        label: String,
        problems: Vec<UndoProblem>,
    },
    AlreadyUndone {
        batch_id: BatchId,
        undone_by: BatchId,
        at: Instant,
    },
    HoldEnded {
        id: ReservationId,
        status: ReservationStatus,
        ended_at: Instant,
    },
    WaitEnded {
        id: WaitId,
        status: WaitStatus,
        ended_at: Instant,
    },
    /// The hold belongs to an order; the order is what can be changed.
    HoldOfOrder {
        id: ReservationId,
        order_id: OrderId,
        order_number: String,
    },
    OrderTransitionNotAllowed {
        from: OrderStatus,
        to: OrderStatus,
        allowed: Vec<OrderStatus>,
    },
    /// These fields stay as they are in an order of this status.
    OrderNotEditable {
        number: String,
        status: OrderStatus,
        fields: Vec<String>,
    },
    /// A checkout is extended only so far after its first hold.
    HoldLongest {
        order_id: OrderId,
        number: String,
        first_held_at: Instant,
        latest: Instant,
    },
    CloseShortTooMany {
        line_no: i64,
        requested: i64,
        open: i64,
    },
    /// A line ships at most what is open of it.
    ShipTooMany {
        line_no: i64,
        requested: i64,
        open: i64,
    },
    /// Only a delivered order takes goods back.
    ReturnNotPossible {
        number: String,
        status: OrderStatus,
    },
    /// A line takes back at most what was shipped and did not come back yet.
    ReturnTooMany {
        line_no: i64,
        requested: i64,
        returnable: i64,
    },
    /// The order is not kept, or nothing of it is due.
    PaymentNotPossible {
        number: String,
        status: OrderStatus,
    },
    PaymentTooLarge {
        due: Money,
        amount: Money,
    },
    RefundTooLarge {
        paid: Money,
        amount: Money,
    },
    CurrencyFixed {
        currency: String,
    },
    RequestIdReused {
        command: String,
    },
    Forbidden {
        needed: Role,
        role: Role,
    },
    UnknownCommand {
        name: String,
    },
    BadJson {
        detail: String,
    },
    TooLarge {
        limit_bytes: i64,
        actual_bytes: i64,
    },
    Busy {
        what: String,
    },
    Cancelled {
        what: String,
    },
    DiskFull {
        what: String,
    },
    DiskError {
        what: String,
    },
    /// A commit failed and the file could not be asked what it kept.
    OutcomeUnknown {
        what: String,
    },
    DestinationNotAllowed {
        reason: String,
    },
    HandleGone {
        handle: String,
    },
    /// A file cannot be imported as a whole; `row` is the line where reading it ended.
    ImportFileRefused {
        problem: FileProblem,
        row: Option<i64>,
        detail: String,
    },
    /// The store changed since the import was checked.
    ImportOutOfDate {
        /// Products, customers or orders that are no longer what was checked.
        changed: i64,
    },
    /// Many orders were to go in together, and some cannot.
    OrdersNotWhole {
        orders: i64,
        short: i64,
        refused: i64,
        /// The first short lines.
        lines: Vec<BulkShortLine>,
    },
    /// No row of the import changes anything.
    ImportNothing,
    FileMissing {
        path: String,
    },
    FileReadOnly {
        path: String,
    },
    FileNotAStore {
        path: String,
    },
    FileTooNew {
        path: String,
        file_version: i64,
        program_version: i64,
    },
    FileLocked {
        path: String,
    },
    FileDamaged {
        path: String,
        detail: String,
    },
}

impl Refusal {
    pub fn not_found(object: &str, id: impl std::fmt::Display) -> Refusal {
        Refusal::NotFound { object: object.to_owned(), id: id.to_string() }
    }

    /// A refusal of a single field.
    pub fn field(field: &str, problem: Problem, limit: Option<i64>) -> Refusal {
        Refusal::Validation { fields: vec![FieldProblem::new(field, problem, limit)] }
    }

    /// The stable code, as it stands in `code` on the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::Validation { .. } => "VALIDATION",
            Refusal::NotFound { .. } => "NOT_FOUND",
            Refusal::Conflict { .. } => "CONFLICT",
            Refusal::SkuTaken { .. } => "SKU_TAKEN",
            Refusal::BarcodeTaken { .. } => "BARCODE_TAKEN",
            Refusal::ProductArchived { .. } => "PRODUCT_ARCHIVED",
            Refusal::ProductInUse { .. } => "PRODUCT_IN_USE",
            Refusal::ProductUsed { .. } => "PRODUCT_USED",
            Refusal::Archived { .. } => "ARCHIVED",
            Refusal::CategoryCycle { .. } => "CATEGORY_CYCLE",
            Refusal::CategoryNotEmpty { .. } => "CATEGORY_NOT_EMPTY",
            Refusal::StockInsufficient { .. } => "STOCK_INSUFFICIENT",
            Refusal::DuplicateLines { .. } => "DUPLICATE_LINES",
            Refusal::BasketNotOpen { .. } => "BASKET_NOT_OPEN",
            Refusal::BasketEmpty { .. } => "BASKET_EMPTY",
            Refusal::StockBelowReserved { .. } => "STOCK_BELOW_RESERVED",
            Refusal::CountEnded { .. } => "COUNT_ENDED",
            Refusal::CountNeedsRecount { .. } => "COUNT_NEEDS_RECOUNT",
            Refusal::CountBelowReserved { .. } => "COUNT_BELOW_RESERVED",
            Refusal::NameTaken { .. } => "NAME_TAKEN",
            Refusal::CustomerEmailTaken { .. } => "CUSTOMER_EMAIL_TAKEN",
            Refusal::LocationInUse { .. } => "LOCATION_IN_USE",
            Refusal::TierInUse { .. } => "TIER_IN_USE",
            Refusal::ReasonFixed { .. } => "REASON_FIXED",
            Refusal::UndoNotPossible { .. } => "UNDO_NOT_POSSIBLE",
            Refusal::AlreadyUndone { .. } => "ALREADY_UNDONE",
            Refusal::HoldEnded { .. } => "HOLD_ENDED",
            Refusal::WaitEnded { .. } => "WAIT_ENDED",
            Refusal::HoldOfOrder { .. } => "HOLD_OF_ORDER",
            Refusal::OrderTransitionNotAllowed { .. } => "ORDER_TRANSITION_NOT_ALLOWED",
            Refusal::OrderNotEditable { .. } => "ORDER_NOT_EDITABLE",
            Refusal::HoldLongest { .. } => "HOLD_LONGEST",
            Refusal::CloseShortTooMany { .. } => "CLOSE_SHORT_TOO_MANY",
            Refusal::ShipTooMany { .. } => "SHIP_TOO_MANY",
            Refusal::ReturnNotPossible { .. } => "RETURN_NOT_POSSIBLE",
            Refusal::ReturnTooMany { .. } => "RETURN_TOO_MANY",
            Refusal::PaymentNotPossible { .. } => "PAYMENT_NOT_POSSIBLE",
            Refusal::PaymentTooLarge { .. } => "PAYMENT_TOO_LARGE",
            Refusal::RefundTooLarge { .. } => "REFUND_TOO_LARGE",
            Refusal::CurrencyFixed { .. } => "CURRENCY_FIXED",
            Refusal::RequestIdReused { .. } => "REQUEST_ID_REUSED",
            Refusal::Forbidden { .. } => "FORBIDDEN",
            Refusal::UnknownCommand { .. } => "UNKNOWN_COMMAND",
            Refusal::BadJson { .. } => "BAD_JSON",
            Refusal::TooLarge { .. } => "TOO_LARGE",
            Refusal::Busy { .. } => "BUSY",
            Refusal::Cancelled { .. } => "CANCELLED",
            Refusal::DiskFull { .. } => "DISK_FULL",
            Refusal::DiskError { .. } => "DISK_ERROR",
            Refusal::OutcomeUnknown { .. } => "OUTCOME_UNKNOWN",
            Refusal::DestinationNotAllowed { .. } => "DESTINATION_NOT_ALLOWED",
            Refusal::HandleGone { .. } => "HANDLE_GONE",
            Refusal::ImportFileRefused { .. } => "IMPORT_FILE_REFUSED",
            Refusal::ImportOutOfDate { .. } => "IMPORT_OUT_OF_DATE",
            Refusal::OrdersNotWhole { .. } => "ORDERS_NOT_WHOLE",
            Refusal::ImportNothing => "IMPORT_NOTHING",
            Refusal::FileMissing { .. } => "FILE_MISSING",
            Refusal::FileReadOnly { .. } => "FILE_READ_ONLY",
            Refusal::FileNotAStore { .. } => "FILE_NOT_A_STORE",
            Refusal::FileTooNew { .. } => "FILE_TOO_NEW",
            Refusal::FileLocked { .. } => "FILE_LOCKED",
            Refusal::FileDamaged { .. } => "FILE_DAMAGED",
        }
    }
}

/// Who has the rest, like ": 2 on hold for J. Smith, 04:12 left; 1 for order 2026-000148".
fn held_by(holders: &[Holder]) -> String {
    let said: Vec<String> = holders
        .iter()
        .map(|holder| {
            let quantity = holder.quantity;
            match (holder.kind, &holder.order_number) {
                (HolderKind::Order, Some(number)) => format!("{quantity} for order {number}"),
                (HolderKind::Order, None) => format!("{quantity} for order {}", holder.label),
                (HolderKind::Hold, number) => {
                    let whom = match (number, &holder.basket_name, holder.label.as_str()) {
                        (Some(number), _, _) => format!(" for order {number}"),
                        (None, _, label) if !label.is_empty() => format!(" for {label}"),
                        (None, Some(basket), _) if !basket.is_empty() => format!(" for basket {basket}"),
                        (None, _, _) => String::new(),
                    };
                    let left = holder.left_seconds.map(time_left).unwrap_or_default();
                    format!("{quantity} on hold{whom}{left}")
                }
            }
        })
        .collect();
    if said.is_empty() { String::new() } else { format!(": {}", said.join("; ")) }
}

fn time_left(seconds: i64) -> String {
    let (minutes, seconds) = (seconds.max(0) / 60, seconds.max(0) % 60);
    match (minutes / (24 * 60), minutes / 60, minutes % 60) {
        (0, 0, minutes) => format!(", {minutes:02}:{seconds:02} left"),
        (0, hours, minutes) => format!(", {hours}:{minutes:02}:{seconds:02} left"),
        (1, _, _) => ", 1 day left".to_owned(),
        (days, _, _) => format!(", {days} days left"),
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Refusal::Validation { fields } => {
                let said: Vec<String> = fields.iter().map(|p| format!("{} {}", p.field, p.message)).collect();
                write!(f, "The request cannot be taken: {}.", said.join("; "))
            }
            Refusal::NotFound { object, id } => write!(f, "There is no {object} {id}. Look it up again."),
            Refusal::Conflict { object, expected_version, actual_version, .. } => write!(
                f,
                "This {object} was changed meanwhile (version {actual_version}, not {expected_version}). Read it again."
            ),
            Refusal::SkuTaken { sku, name, .. } => write!(f, "SKU {sku} belongs to {name}. Choose another."),
            Refusal::BarcodeTaken { barcode, name, .. } => {
                write!(f, "Barcode {barcode} belongs to {name}. Choose another.")
            }
            Refusal::ProductArchived { sku, name, .. } => {
                write!(f, "{name} ({sku}) is archived. Restore it to use it.")
            }
            Refusal::ProductInUse { sku, on_hand, reserved, .. } => {
                write!(f, "{sku} has {on_hand} on hand and {reserved} reserved. Bring both to 0 before archiving it.")
            }
            Refusal::ProductUsed { name, movements, holds, order_lines, count_lines, price_rules, .. } => write!(
                f,
                "{name} was used: {movements} movements, {holds} holds, {order_lines} order lines, {count_lines} counts, {price_rules} price rules. Archive it instead."
            ),
            Refusal::Archived { object, name, .. } => {
                write!(f, "The {object} {name} is archived. Restore it to use it.")
            }
            Refusal::CategoryCycle { name, parent_name, .. } => {
                write!(f, "{name} cannot go into {parent_name}, which lies within it. Choose another place.")
            }
            Refusal::CategoryNotEmpty { name, products, categories, .. } => write!(
                f,
                "{name} holds {products} products and {categories} categories. Say where they go, or empty it first."
            ),
            Refusal::StockInsufficient { lines } => {
                let said: Vec<String> = lines
                    .iter()
                    .map(|line| {
                        format!(
                            "{}: {} requested, {} free. {} on the shelf{}",
                            line.sku,
                            line.requested,
                            line.available,
                            line.on_hand,
                            held_by(&line.held_by)
                        )
                    })
                    .collect();
                write!(f, "Not enough stock. {}. Nothing was reserved; ask for less or wait.", said.join(". "))
            }
            Refusal::DuplicateLines { lines } => {
                let said: Vec<String> = lines
                    .iter()
                    .map(|line| {
                        let numbers: Vec<String> = line.line_nos.iter().map(i64::to_string).collect();
                        format!("{} on lines {}", line.sku, numbers.join(" and "))
                    })
                    .collect();
                write!(f, "Each product is asked for on one line: {}. Merge them.", said.join("; "))
            }
            Refusal::BasketNotOpen { name, status, .. } => {
                let next = match status {
                    BasketStatus::Parked => "Resume it to change it",
                    BasketStatus::Open | BasketStatus::Placed | BasketStatus::Dropped => "Begin a new one",
                };
                write!(f, "The basket {name} is {status}. {next}.")
            }
            Refusal::BasketEmpty { name, .. } => {
                write!(f, "The basket {name} is empty. Put something in before placing it.")
            }
            Refusal::StockBelowReserved { line } => write!(
                f,
                "{} has {} reserved; {} on hand would be too few. Release holds first.",
                line.sku,
                line.on_hand - line.available,
                line.requested
            ),
            Refusal::CountEnded { name, status, .. } => {
                write!(f, "The count {name} is {status} and takes no more figures. Start a new one.")
            }
            Refusal::CountNeedsRecount { skus, count, acceptable, .. } => {
                let more = if (skus.len() as i64) < *count { ", ..." } else { "" };
                let why = if *acceptable {
                    "moved while being counted, or were corrected since"
                } else {
                    "had more units leave since than were counted"
                };
                let next = if *acceptable { "Count them again, or accept them." } else { "Count them again." };
                write!(f, "{count} lines {why}: {}{more}. {next}", skus.join(", "))
            }
            Refusal::CountBelowReserved { lines } => {
                let said: Vec<String> = lines
                    .iter()
                    .map(|line| {
                        format!("{}: {} counted, {} reserved", line.sku, line.requested, line.on_hand - line.available)
                    })
                    .collect();
                write!(f, "Too few for what is promised: {}. Release holds or cancel orders first.", said.join("; "))
            }
            Refusal::NameTaken { object, name, .. } => {
                write!(f, "Another {object} is named {name}. Choose another name.")
            }
            Refusal::CustomerEmailTaken { email, name, .. } => {
                write!(f, "{email} belongs to {name}. Choose that customer, or merge the two.")
            }
            Refusal::LocationInUse { name, selling: true, .. } => {
                write!(f, "The store sells from {name}. Sell from another location before archiving it.")
            }
            Refusal::LocationInUse { name, on_hand, reserved, selling: false, .. } => {
                write!(f, "{name} has {on_hand} on hand and {reserved} reserved. Move them before archiving it.")
            }
            Refusal::TierInUse { name, is_default: true, .. } => {
                write!(
                    f,
                    "{name} is the tier of customers without one. Make another one the default before archiving it."
                )
            }
            Refusal::TierInUse { name, customers, rules, is_default: false, .. } => {
                write!(
                    f,
                    "{name} is the tier of {customers} customers and {rules} price rules. Change these before archiving it."
                )
            }
            Refusal::ReasonFixed { name, .. } => {
                write!(f, "The program itself gives the reason {name}; it can be renamed, not archived.")
            }
            Refusal::UndoNotPossible { label, problems, .. } => {
                let said: Vec<String> = problems.iter().map(|p| format!("{}: {}", p.label, p.message)).collect();
                let what = if label.is_empty() { "This" } else { label };
                write!(f, "{what} cannot be undone: {}.", said.join("; "))
            }
            Refusal::AlreadyUndone { .. } => write!(f, "This was undone already. Nothing was changed."),
            Refusal::HoldEnded { status, .. } => {
                write!(f, "This hold has ended ({status}). Make a new one if units are available.")
            }
            Refusal::WaitEnded { status, .. } => {
                write!(f, "This wait is over ({status}). Look at what became of it, or wait anew.")
            }
            Refusal::HoldOfOrder { order_number, .. } => {
                write!(f, "This hold belongs to order {order_number}. Extend, change or cancel the order instead.")
            }
            Refusal::OrderTransitionNotAllowed { from, to, allowed } => {
                let allowed: Vec<&str> = allowed.iter().map(|status| status.as_str()).collect();
                let next = if allowed.is_empty() { "nothing: it is final".to_owned() } else { allowed.join(", ") };
                write!(f, "The order is {from} and cannot become {to}. It can become: {next}.")
            }
            Refusal::OrderNotEditable { number, status, fields } => {
                write!(f, "Order {number} is {status}; these stay as they are: {}.", fields.join(", "))
            }
            Refusal::HoldLongest { number, .. } => {
                write!(f, "Order {number} has held its units for as long as a checkout may. Confirm or cancel it.")
            }
            Refusal::CloseShortTooMany { line_no, requested, open } => {
                write!(f, "Line {line_no} has {open} open; {requested} cannot be closed.")
            }
            Refusal::ShipTooMany { line_no, requested, open } => {
                write!(f, "Line {line_no} has {open} open; {requested} cannot be shipped.")
            }
            Refusal::ReturnNotPossible { number, status } => {
                write!(f, "Order {number} is {status}. Goods come back once it is delivered.")
            }
            Refusal::ReturnTooMany { line_no, requested, returnable } => {
                write!(f, "Of line {line_no}, {returnable} can come back, not {requested}.")
            }
            Refusal::PaymentNotPossible { number, status } => match status {
                OrderStatus::Cancelled | OrderStatus::Rejected => {
                    write!(f, "Order {number} is {status} and takes no payment.")
                }
                OrderStatus::Pending
                | OrderStatus::Confirmed
                | OrderStatus::Processing
                | OrderStatus::Shipped
                | OrderStatus::Delivered => write!(f, "Nothing is due on order {number}. Read it again."),
            },
            Refusal::PaymentTooLarge { due, amount } => {
                write!(f, "{due} is due; {amount} is more. Record at most what is due.")
            }
            Refusal::RefundTooLarge { paid, amount } => {
                write!(f, "{paid} was paid; {amount} is more. Give back at most what was paid.")
            }
            Refusal::CurrencyFixed { currency } => {
                write!(f, "The currency stays {currency}: prices are kept in it.")
            }
            Refusal::RequestIdReused { command } => {
                write!(f, "This request id was used for another {command}. Send a new id.")
            }
            Refusal::Forbidden { needed, role } => write!(f, "This needs a {needed}; you are a {role}."),
            Refusal::UnknownCommand { name } => write!(f, "There is no command {name}."),
            Refusal::BadJson { detail } => write!(f, "The request is not readable JSON: {detail}."),
            Refusal::TooLarge { limit_bytes, actual_bytes } => {
                write!(f, "The request has {actual_bytes} bytes; at most {limit_bytes} are taken.")
            }
            Refusal::Busy { what } => write!(f, "{what} is busy. Nothing was changed; try again."),
            Refusal::Cancelled { what } => write!(f, "{what} was stopped. Nothing was kept."),
            Refusal::DiskFull { what } => {
                write!(f, "The disk is full: {what}. Nothing was changed; free some room and try again.")
            }
            Refusal::DiskError { what } => {
                write!(f, "The disk did not take it: {what}. Nothing was changed; check the disk and try again.")
            }
            Refusal::OutcomeUnknown { what } => write!(
                f,
                "Saving failed, and whether it was kept is not certain: {what}. Open the store again and look before doing it again."
            ),
            Refusal::DestinationNotAllowed { reason } => write!(f, "That file cannot be written: {reason}."),
            Refusal::HandleGone { .. } => write!(f, "This list is no longer kept. Open it again."),
            Refusal::ImportFileRefused { row: Some(row), detail, .. } => {
                write!(f, "The file cannot be imported: {detail} (line {row}). Nothing was changed.")
            }
            Refusal::ImportFileRefused { row: None, detail, .. } => {
                write!(f, "The file cannot be imported: {detail}. Nothing was changed.")
            }
            Refusal::ImportOutOfDate { changed } => write!(
                f,
                "The store changed since the import was checked ({changed} of what it is about). Nothing was changed; check it again."
            ),
            Refusal::OrdersNotWhole { orders, short, refused, lines } => {
                write!(f, "Of {orders} orders {short} are short and {refused} cannot be taken, so none was placed.")?;
                for line in lines {
                    let BulkShortLine { order, sku, requested, available, .. } = line;
                    write!(f, " Order {order}: {requested} {sku} asked, {available} available.")?;
                }
                Ok(())
            }
            Refusal::ImportNothing => write!(f, "No row of this import changes anything."),
            Refusal::FileMissing { path } => {
                write!(f, "There is no store file at {path}. Choose one or make a new one.")
            }
            Refusal::FileReadOnly { path } => write!(f, "{path} is read-only. Make it writable and open it again."),
            Refusal::FileNotAStore { path } => write!(f, "{path} is not a Stockroom store. It was left as it is."),
            Refusal::FileTooNew { path, file_version, program_version } => write!(
                f,
                "{path} was written by a newer Stockroom (schema {file_version}; this program knows {program_version}). Update the program."
            ),
            Refusal::FileLocked { path } => {
                write!(f, "{path} is in use by another program. Close it there and open it again.")
            }
            Refusal::FileDamaged { path, detail } => {
                write!(f, "{path} is damaged: {detail}. Restore the last verified backup.")
            }
        }
    }
}

/// How a use case ends when it does not succeed.
#[derive(Debug)]
pub enum Failure {
    /// Rolled back and told to the person.
    Refused(Box<Refusal>),
    /// The database itself failed; the writer decides what that means for the others in the batch.
    Sql(rusqlite::Error),
    /// A broken promise of ours: rolled back, told by an incident number, written to the log.
    Bug(String),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Failure::Refused(Box::new(refusal))
    }
}
impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Failure::Sql(error)
    }
}
impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Failure::Bug(format!("a value of ours does not serialise: {error}"))
    }
}

/// How a use case ends when it succeeds. Both are committed.
#[derive(Debug)]
pub enum Reply<T> {
    Done(T),
    /// Kept, but not what was asked for: an order kept as rejected.
    Declined(T),
}

impl<T> From<T> for Reply<T> {
    fn from(value: T) -> Self {
        Reply::Done(value)
    }
}
