//! Which table is about what. The screen reads again what it shows of a topic that changed.

use crate::kernel::Topic;

/// Tables without a topic, each with its reason: rows of it never change alone, or no screen shows them.
pub const EXEMPT_TABLES: &[(&str, &str)] = &[
    ("counter", "numbers orders; changes with orders"),
    ("request", "answers kept for repeated requests; no screen shows them"),
    ("order_line", "written with its order"),
    ("allocation", "changes with its order or the balance"),
    ("order_status_history", "written with its order's status"),
    ("order_transition", "fixed by the migrations"),
    ("audit_prune", "changes with audit_entry"),
    ("batch_change", "written with its batch"),
    ("variant_search", "an index; written with its variant"),
    ("variant_search_config", "an index; written with its variant"),
    ("variant_search_data", "an index; written with its variant"),
    ("variant_search_docsize", "an index; written with its variant"),
    ("variant_search_idx", "an index; written with its variant"),
    ("variant_search_word", "an index; written with its variant"),
    ("schema_migration", "changes only while a store is opened"),
    ("store", "read with every status"),
    ("price_stamp", "changes with price_rule, tier or category"),
    ("basket_line", "every change of one changes its basket's version"),
    ("shipment_line", "written with its shipment"),
    ("order_return_line", "written with its return"),
    ("job", "no screen yet"),
    ("saved_view", "no screen yet"),
];

pub fn topic_of(table: &str) -> Option<Topic> {
    match table {
        "orders" | "payment" | "shipment" | "order_return" => Some(Topic::Orders),
        "reservation" => Some(Topic::Holds),
        "stock_balance" | "stock_movement" | "location" | "batch" | "adjustment_reason" => Some(Topic::Stock),
        "count_sheet" | "count_line" | "count_unknown" => Some(Topic::Counts),
        "product" | "variant" | "barcode" | "category" | "import_mapping" => Some(Topic::Products),
        "customer" => Some(Topic::Customers),
        "tier" | "price_rule" => Some(Topic::Prices),
        "basket" => Some(Topic::Baskets),
        "stock_wait" => Some(Topic::Waits),
        "audit_entry" => Some(Topic::Audit),
        "setting" => Some(Topic::Settings),
        "staff" => Some(Topic::Staff),
        _ => None,
    }
}
