//! The closed lists of words, the same in SQL, Rust, TypeScript and on screen.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! words {
    ($($(#[$meta:meta])* $name:ident { $($variant:ident = $word:literal),+ $(,)? })+) => { $(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($variant),+ }

        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            /// Reads the word in any letter case.
            pub fn parse(text: &str) -> Option<$name> {
                Self::ALL.iter().copied().find(|word| word.as_str().eq_ignore_ascii_case(text.trim()))
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.as_str()) }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
                $name::parse(&text).ok_or_else(|| {
                    let clipped: String = text.chars().take(40).collect();
                    let known: Vec<&str> = Self::ALL.iter().map(|word| word.as_str()).collect();
                    serde::de::Error::custom(format!("\"{clipped}\" is none of {}", known.join(", ")))
                })
            }
        }
        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::Borrowed(ValueRef::Text(self.as_str().as_bytes())))
            }
        }
        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                $name::parse(value.as_str()?).ok_or(FromSqlError::InvalidType)
            }
        }
        impl ts_rs::TS for $name {
            type WithoutGenerics = Self;
            type OptionInnerType = Self;
            fn name(_: &ts_rs::Config) -> String { stringify!($name).to_owned() }
            fn inline(_: &ts_rs::Config) -> String {
                let words: Vec<String> = Self::ALL.iter().map(|word| format!("\"{word}\"")).collect();
                words.join(" | ")
            }
            fn decl(cfg: &ts_rs::Config) -> String {
                format!("type {} = {};", stringify!($name), Self::inline(cfg))
            }
            fn decl_concrete(cfg: &ts_rs::Config) -> String { Self::decl(cfg) }
            fn output_path() -> Option<std::path::PathBuf> { Some(concat!(stringify!($name), ".ts").into()) }
        }
    )+ };
}

words! {
    /// What a person may do; each role may do what the ones before it may. `System` is background work.
    Role { Viewer = "viewer", Clerk = "clerk", Manager = "manager", Owner = "owner", System = "system" }

    OrderStatus {
        Pending = "pending", Confirmed = "confirmed", Processing = "processing", Shipped = "shipped",
        Delivered = "delivered", Cancelled = "cancelled", Rejected = "rejected",
    }

    Priority { Low = "low", Normal = "normal", High = "high", Urgent = "urgent" }

    Fulfilment { Pickup = "pickup", Delivery = "delivery" }

    ReservationStatus { Active = "active", Consumed = "consumed", Released = "released", Expired = "expired" }

    /// The kinds of price rules, in the order in which they are applied.
    PriceRuleKind { Promotion = "promotion", QuantityBreak = "quantity_break", Tier = "tier" }

    /// What a price rule is about, the most specific first.
    PriceScope { Variant = "variant", Product = "product", Category = "category", Store = "store" }

    /// A step from the base price to the unit price. `Override` is a manager's price in place of the steps' own.
    PriceStepKind {
        Base = "base", Variant = "variant", Promotion = "promotion", QuantityBreak = "quantity_break", Tier = "tier",
        Rounding = "rounding", Override = "override",
    }

    /// Where a price rule stands: it counts now, its time has yet to come, has passed, or people put it aside.
    PriceRuleState {
        Active = "active", Scheduled = "scheduled", Ended = "ended", Paused = "paused", Archived = "archived",
    }

    /// Why a price rule in whose scope a variant lies made no step.
    PriceWhyNot {
        Paused = "paused", NotYet = "not_yet", Ended = "ended", Tier = "tier", Quantity = "quantity",
        Stopped = "stopped", LessSpecific = "less_specific", LowerPriority = "lower_priority", NotLower = "not_lower",
    }

    /// What people should know of a price rule before it counts.
    PriceWarningKind { FallingBreak = "falling_break", NeverWins = "never_wins", BelowCost = "below_cost" }

    BasketStatus { Open = "open", Parked = "parked", Placed = "placed", Dropped = "dropped" }

    WaitStatus { Waiting = "waiting", Granted = "granted", Expired = "expired", Cancelled = "cancelled" }

    PaymentKind { Payment = "payment", Refund = "refund" }

    PaymentMethod { Cash = "cash", Card = "card", Transfer = "transfer", Other = "other" }

    /// What becomes of goods that came back: on the shelf again, or written off.
    ReturnCondition { Sellable = "sellable", Damaged = "damaged" }

    MovementKind {
        Receive = "receive", Adjust = "adjust", TransferOut = "transfer_out", TransferIn = "transfer_in",
        Reserve = "reserve", Release = "release", Expire = "expire", Ship = "ship", Return = "return",
    }

    /// What a batch is. `Undo` takes another one back.
    BatchKind {
        Opening = "opening", Receive = "receive", Adjust = "adjust", Transfer = "transfer", Count = "count",
        Import = "import", Undo = "undo",
    }

    CountStatus { Open = "open", Posted = "posted", Cancelled = "cancelled" }

    /// What a count covers: everything, a category with its children, or what is scanned.
    CountScope { All = "all", Category = "category", List = "list" }

    /// A column of the stock list, as the screen calls it.
    StockColumn {
        Product = "product", Sku = "sku", Label = "label", Category = "category", OnHand = "onHand",
        Reserved = "reserved", Available = "available", Mark = "mark", LowMark = "lowMark", Price = "price",
        LastCost = "lastCost", Unit = "unit",
    }

    /// How the bytes of an imported file stand for text.
    Encoding {
        Utf8 = "utf8", Utf8Bom = "utf8_bom", Utf16Le = "utf16le", Utf16Be = "utf16be", Windows1252 = "windows1252",
    }

    /// What stands between two cells.
    Delimiter { Comma = ",", Semicolon = ";", Tab = "tab", Bar = "|" }

    /// Whose column layout a file has.
    Preset { Stockroom = "stockroom", Shopify = "shopify", Woocommerce = "woocommerce", Square = "square" }

    /// What the rows of an imported file are.
    ImportKind { Products = "products", Customers = "customers", Orders = "orders" }

    /// What a column of an imported file is about.
    ImportField {
        Sku = "sku", Barcode = "barcode", Name = "name", Description = "description", Category = "category",
        BasePrice = "basePrice", PriceAdjustment = "priceAdjustment", VariantPrice = "variantPrice", Unit = "unit",
        ReorderLevel = "reorderLevel", OnHand = "onHand", StockStamp = "stockStamp", UnitCost = "unitCost",
        AttributeName1 = "attributeName1", AttributeValue1 = "attributeValue1",
        AttributeName2 = "attributeName2", AttributeValue2 = "attributeValue2",
        AttributeName3 = "attributeName3", AttributeValue3 = "attributeValue3",
        MoreAttributes = "moreAttributes",
        Handle = "handle", ParentSku = "parentSku", RowType = "rowType", Archived = "archived",
        CustomerName = "customerName", Email = "email", Phone = "phone", Tier = "tier", Note = "note",
        OrderRef = "orderRef", Quantity = "quantity", Priority = "priority", Fulfilment = "fulfilment",
        Address = "address", PromisedOn = "promisedOn", Location = "location",
    }

    /// Which mark stands before the cents; `Auto`: as the file's own amounts say.
    DecimalMark { Point = "point", Comma = "comma", Auto = "auto" }

    /// What the stock column of a file is: the figure that is right, units that came, or nothing to us.
    StockMode { Set = "set", Add = "add", Leave = "leave" }

    /// `Short`: a line of an order that asks for more than there is, here or on another of its lines.
    RowResult {
        Added = "added", Changed = "changed", Unchanged = "unchanged", Refused = "refused", Short = "short",
    }

    ImportRowFilter {
        All = "all", RefusedFirst = "refused_first", Added = "added", Changed = "changed", Unchanged = "unchanged",
        Refused = "refused", Short = "short",
    }

    /// What becomes of one order of many.
    BulkResult { Placed = "placed", Short = "short", Refused = "refused" }

    /// The orders of an import that are shown; first those that are not placed, or one result alone.
    ImportOrderFilter {
        All = "all", NotPlacedFirst = "not_placed_first", Placed = "placed", Short = "short", Refused = "refused",
    }

    /// Whether many orders go in together or not at all, or each by itself.
    BulkMode { AllOrNothing = "all_or_nothing", Each = "each" }

    /// How far each of many orders goes.
    BulkUpTo { Pending = "pending", Confirmed = "confirmed" }

    /// What becomes of a short order among many: it is kept as rejected, or left out.
    BulkShortage { Reject = "reject", Skip = "skip" }

    /// Why a file as a whole cannot be imported.
    FileProblem {
        Empty = "empty", NoHeader = "no_header", TooLarge = "too_large", Binary = "binary",
        UnclosedQuote = "unclosed_quote", TooManyColumns = "too_many_columns", NotReadable = "not_readable",
    }

    /// What a change is about; the screen reads again what it shows of these.
    Topic {
        Orders = "orders", Holds = "holds", Stock = "stock", Counts = "counts", Products = "products",
        Customers = "customers", Prices = "prices", Baskets = "baskets", Waits = "waits", Audit = "audit", Settings = "settings", Staff = "staff",
    }

    AuditAction {
        StoreCreated = "store_created", StoreMigrated = "store_migrated", StaffCreated = "staff_created",
        ProductCreated = "product_created", ProductUpdated = "product_updated",
        ProductArchived = "product_archived", ProductRestored = "product_restored", ProductDeleted = "product_deleted",
        CategoryCreated = "category_created", CategoryUpdated = "category_updated", CategoryMoved = "category_moved",
        CategoryArchived = "category_archived", CategoryRestored = "category_restored",
        LocationCreated = "location_created", LocationUpdated = "location_updated",
        LocationArchived = "location_archived", LocationRestored = "location_restored",
        ReasonCreated = "reason_created", ReasonUpdated = "reason_updated",
        StockReceived = "stock_received", StockAdjusted = "stock_adjusted", StockTransferred = "stock_transferred",
        BatchUndone = "batch_undone",
        CountStarted = "count_started", CountPosted = "count_posted", CountCancelled = "count_cancelled",
        ImportApplied = "import_applied", MappingSaved = "mapping_saved", MappingDeleted = "mapping_deleted",
        ReservationCreated = "reservation_created", ReservationExtended = "reservation_extended",
        ReservationReleased = "reservation_released", ReservationExpired = "reservation_expired",
        ReservationConsumed = "reservation_consumed",
        ReservationReleaseAsked = "reservation_release_asked",
        WaitCreated = "wait_created", WaitGranted = "wait_granted", WaitExpired = "wait_expired",
        WaitCancelled = "wait_cancelled",
        CustomerCreated = "customer_created", CustomerUpdated = "customer_updated",
        CustomerMerged = "customer_merged", CustomerArchived = "customer_archived",
        CustomerRestored = "customer_restored",
        TierCreated = "tier_created", TierUpdated = "tier_updated", TierArchived = "tier_archived",
        TierRestored = "tier_restored",
        PriceRuleCreated = "price_rule_created", PriceRuleUpdated = "price_rule_updated",
        PriceRuleArchived = "price_rule_archived", PriceRuleRestored = "price_rule_restored",
        BasketCreated = "basket_created", BasketEdited = "basket_edited", BasketParked = "basket_parked",
        BasketResumed = "basket_resumed", BasketPlaced = "basket_placed", BasketDropped = "basket_dropped",
        PriceOverridden = "price_overridden",
        OrderCreated = "order_created", OrderRejected = "order_rejected",
        OrderStatusChanged = "order_status_changed", OrderEdited = "order_edited",
        OrderShipped = "order_shipped", OrderReturned = "order_returned",
        PaymentRecorded = "payment_recorded", RefundRecorded = "refund_recorded",
        ExportWritten = "export_written", BackupWritten = "backup_written",
        SettingsUpdated = "settings_updated", ClockJumped = "clock_jumped", DemoFilled = "demo_filled",
    }
}

impl Role {
    pub fn may(self, needed: Role) -> bool {
        self >= needed
    }
}
