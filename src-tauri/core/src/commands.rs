//! The map of the program: every command with its kind, the least role that may use it, what it takes and gives,
//! and the one function that carries it out. Dispatch, the TypeScript types, `docs/COMMANDS.md` and
//! `stockroom call` all come from this table.

use crate::app::{Core, RunResult, Session, run};
use crate::kernel::{RequestId, Role};
use crate::{
    app, audit, backup, baskets, catalog, counts, customers, doctor, imports, orders, pricing, reservations, staff,
    stock, store,
};
use catalog::categories;
use orders::list;
use pricing::{rules, tiers};

/// How a command runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// On a reader, at one moment of the books.
    Read,
    /// In the writer, with its answer kept for a repeated request.
    Write,
    /// Long: on connections of its own, with progress and cancel.
    Bulk,
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Read => "read",
            Kind::Write => "write",
            Kind::Bulk => "bulk",
        }
    }
}

pub struct Command {
    pub name: &'static str,
    pub kind: Kind,
    pub least_role: Role,
    pub request: fn(&ts_rs::Config) -> String,
    pub response: fn(&ts_rs::Config) -> String,
    /// Shows the types of the request and the response to a visitor.
    pub visit: fn(&mut Visitor<'_>),
    pub(crate) run: fn(&Core, &Session, RequestId, &str) -> RunResult,
}

/// Walks the types of the wire.
pub struct Visitor<'v>(pub &'v mut dyn FnMut(&ts_rs::Config, TypeFacts));

/// One type as TypeScript.
pub struct TypeFacts {
    pub name: String,
    pub docs: Option<String>,
    pub declaration: String,
}

struct Deep<'a, 'v> {
    config: ts_rs::Config,
    visitor: &'a mut Visitor<'v>,
    seen: std::collections::BTreeSet<String>,
}

impl ts_rs::TypeVisitor for Deep<'_, '_> {
    fn visit<T: ts_rs::TS + 'static + ?Sized>(&mut self) {
        if T::output_path().is_some() {
            let name = T::ident(&self.config);
            if !self.seen.insert(name.clone()) {
                return;
            }
            let facts = TypeFacts { name, docs: T::docs(), declaration: T::decl(&self.config) };
            (self.visitor.0)(&self.config, facts);
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

/// Shows a type and everything it is made of.
pub fn visit_type<T: ts_rs::TS + 'static>(visitor: &mut Visitor<'_>) {
    let mut deep = Deep { config: wire_config(), visitor, seen: std::collections::BTreeSet::new() };
    ts_rs::TypeVisitor::visit::<T>(&mut deep);
}

/// Whole numbers cross as numbers: none of ours leaves the range that a JavaScript number keeps exactly.
pub fn wire_config() -> ts_rs::Config {
    ts_rs::Config::new().with_large_int("number")
}

macro_rules! commands {
    ($( $kind:ident $role:ident $name:ident ( $request:ty ) -> $response:ty = $how:ident $function:path; )+) => {
        pub const COMMANDS: &[Command] = &[$(
            Command {
                name: stringify!($name),
                kind: Kind::$kind,
                least_role: Role::$role,
                request: <$request as ts_rs::TS>::name,
                response: <$response as ts_rs::TS>::name,
                visit: |visitor| {
                    visit_type::<$request>(visitor);
                    visit_type::<$response>(visitor);
                },
                run: |core, session, request_id, payload| {
                    run::$how::<$request, $response, _>(core, session, request_id, stringify!($name), payload, $function)
                },
            },
        )+];
    };
}

commands! {
    Write Manager product_create(catalog::ProductCreate) -> catalog::Product = write catalog::product_create;
    Write Manager product_update(catalog::ProductUpdate) -> catalog::Product = write catalog::product_update;
    Read  Viewer  product_get(catalog::ProductGet) -> catalog::Product = read catalog::product_get;
    Write Manager product_delete(catalog::ProductDelete) -> catalog::ProductDeleted = write catalog::product_delete;
    Read  Viewer  product_find(catalog::ProductFind) -> catalog::ProductFound = read catalog::product_find;
    Read  Viewer  product_suggest(catalog::ProductSuggest) -> catalog::SuggestionList = read catalog::product_suggest;

    Read  Viewer  category_list(categories::CategoryList) -> categories::CategoryRows = read categories::category_list;
    Write Manager category_create(categories::CategoryCreate) -> categories::Category = write categories::category_create;
    Write Manager category_update(categories::CategoryUpdate) -> categories::Category = write categories::category_update;
    Write Manager category_move(categories::CategoryMove) -> categories::Category = write categories::category_move;
    Write Manager category_archive(categories::CategoryArchive) -> categories::Category = write categories::category_archive;
    Write Manager category_restore(categories::CategoryRestore) -> categories::Category = write categories::category_restore;

    Write Clerk   stock_receive(stock::StockReceive) -> stock::StockReceived = write stock::stock_receive;
    Write Clerk   stock_adjust(stock::StockAdjust) -> stock::StockAdjusted = write orders::stock_adjust;
    Write Manager stock_open(stock::StockOpen) -> stock::StockOpened = write stock::stock_open;
    Write Clerk   stock_transfer(stock::StockTransfer) -> stock::StockTransferred = write reservations::stock_transfer;
    Read  Viewer  stock_list(stock::StockList) -> stock::StockPage = ranking stock::stock_list;
    Read  Viewer  stock_summary(stock::StockSummaryGet) -> stock::StockSummary = read stock::stock_summary;
    Read  Viewer  stock_movements(stock::StockMovements) -> stock::MovementPage = read stock::stock_movements;
    Read  Viewer  stock_explain(stock::StockExplain) -> stock::StockExplanation = read stock::stock_explain;
    Read  Viewer  stock_low_since(stock::StockLowSince) -> stock::LowRows = read stock::stock_low_since;
    Read  Viewer  inventory_summary(stock::InventorySummaryGet) -> stock::InventorySummary = read stock::inventory_summary;
    Read  Viewer  stock_balances(stock::StockBalances) -> stock::StockBalanceRows = read stock::stock_balances;
    Read  Viewer  batch_list(stock::BatchList) -> stock::BatchPage = read stock::batch_list;
    Read  Viewer  batch_get(stock::BatchGet) -> stock::BatchDetail = read stock::batch_get;
    Read  Viewer  batch_undo_preview(stock::BatchUndoPreview) -> stock::UndoPreview = read imports::batch_undo_preview;
    Write Manager batch_undo(stock::BatchUndo) -> stock::Batch = write imports::batch_undo;
    Read  Viewer  location_list(stock::LocationList) -> stock::LocationRows = read stock::location_list;
    Write Manager location_create(stock::LocationCreate) -> stock::Location = write stock::location_create;
    Write Manager location_update(stock::LocationUpdate) -> stock::Location = write stock::location_update;
    Read  Viewer  reason_list(stock::ReasonList) -> stock::ReasonRows = read stock::reason_list;
    Write Manager reason_create(stock::ReasonCreate) -> stock::Reason = write stock::reason_create;
    Write Manager reason_update(stock::ReasonUpdate) -> stock::Reason = write stock::reason_update;

    Write Clerk   reservation_create(reservations::ReservationCreate) -> reservations::ReservationGroup = write reservations::reservation_create;
    Write Clerk   reservation_extend(reservations::ReservationExtend) -> reservations::ReservationRows = write reservations::reservation_extend;
    Write Clerk   reservation_release(reservations::ReservationRelease) -> reservations::ReservationRows = write reservations::reservation_release;
    Write Clerk   reservation_ask_release(reservations::ReservationAskRelease) -> reservations::ReservationRows = write reservations::reservation_ask_release;
    Read  Viewer  reservation_get(reservations::ReservationGet) -> reservations::ReservationDetail = read reservations::reservation_get;
    Read  Viewer  reservation_list(reservations::ReservationList) -> reservations::ReservationPage = read reservations::reservation_list;
    Read  Viewer  reservation_summary(reservations::ReservationSummaryGet) -> reservations::ReservationSummary = read reservations::reservation_summary;

    Write Clerk   wait_create(reservations::WaitCreate) -> reservations::WaitRows = write reservations::wait_create;
    Write Clerk   wait_cancel(reservations::WaitCancel) -> reservations::WaitRows = write reservations::wait_cancel;
    Read  Viewer  wait_list(reservations::WaitList) -> reservations::WaitPage = read reservations::wait_list;
    Read  Viewer  wait_since(reservations::WaitSince) -> reservations::WaitNews = read reservations::wait_since;

    Read  Viewer  count_list(counts::CountList) -> counts::CountPage = read counts::count_list;
    Write Clerk   count_start(counts::CountStart) -> counts::CountSheet = write counts::count_start;
    Read  Viewer  count_get(counts::CountGet) -> counts::CountSheet = read counts::count_get;
    Read  Viewer  count_lines(counts::CountLines) -> counts::CountLinePage = read counts::count_lines;
    Write Clerk   count_enter(counts::CountEnter) -> counts::CountEntered = write counts::count_enter;
    Write Clerk   count_clear(counts::CountClear) -> counts::CountLine = write counts::count_clear;
    Read  Viewer  count_unknown_list(counts::CountUnknownList) -> counts::UnknownCodes = read counts::count_unknown_list;
    Write Clerk   count_unknown_settle(counts::CountUnknownSettle) -> counts::CountSheet = write counts::count_unknown_settle;
    Write Manager count_post(counts::CountPost) -> counts::CountPosted = write counts::count_post;
    Write Clerk   count_cancel(counts::CountCancel) -> counts::CountSheet = write counts::count_cancel;

    Write Clerk   customer_create(customers::CustomerCreate) -> customers::CustomerDetail = write customers::customer_create;
    Write Clerk   customer_update(customers::CustomerUpdate) -> customers::CustomerDetail = write customers::customer_update;
    Write Manager customer_merge(customers::CustomerMerge) -> customers::CustomerDetail = write customers::customer_merge;
    Read  Viewer  customer_get(customers::CustomerGet) -> customers::CustomerDetail = read customers::customer_get;
    Read  Viewer  customer_list(customers::CustomerList) -> customers::CustomerPage = read customers::customer_list;
    Read  Viewer  customer_suggest(customers::CustomerSuggest) -> customers::CustomerRows = read customers::customer_suggest;
    Read  Viewer  staff_list(staff::StaffListGet) -> staff::StaffRows = read staff::staff_list;

    Read  Viewer  basket_list(baskets::BasketList) -> baskets::BasketPage = read baskets::basket_list;
    Read  Viewer  basket_get(baskets::BasketGet) -> baskets::Basket = read baskets::basket_get;
    Write Clerk   basket_create(baskets::BasketCreate) -> baskets::Basket = write baskets::basket_create;
    Write Clerk   basket_add(baskets::BasketAdd) -> baskets::Basket = write baskets::basket_add;
    Write Clerk   basket_line_set(baskets::BasketLineSet) -> baskets::Basket = write baskets::basket_line_set;
    Write Clerk   basket_line_remove(baskets::BasketLineRemove) -> baskets::Basket = write baskets::basket_line_remove;
    Write Clerk   basket_requote(baskets::BasketRequote) -> baskets::Basket = write baskets::basket_requote;
    Write Clerk   basket_update(baskets::BasketUpdate) -> baskets::Basket = write baskets::basket_update;
    Write Clerk   basket_park(baskets::BasketPark) -> baskets::Basket = write baskets::basket_park;
    Write Clerk   basket_resume(baskets::BasketResume) -> baskets::Basket = write baskets::basket_resume;
    Write Clerk   basket_drop(baskets::BasketDrop) -> baskets::Basket = write baskets::basket_drop;

    Read  Viewer  tier_list(tiers::TierList) -> tiers::TierRows = read tiers::tier_list;
    Write Manager tier_create(tiers::TierCreate) -> tiers::Tier = write tiers::tier_create;
    Write Manager tier_update(tiers::TierUpdate) -> tiers::Tier = write tiers::tier_update;
    Read  Viewer  price_rule_list(rules::PriceRuleList) -> rules::PriceRulePage = read rules::price_rule_list;
    Read  Viewer  price_rule_counts(rules::PriceRuleCountsGet) -> rules::PriceRuleCounts = read rules::price_rule_counts;
    Read  Viewer  price_rule_get(rules::PriceRuleGet) -> rules::PriceRule = read rules::price_rule_get;
    Write Manager price_rule_create(rules::PriceRuleCreate) -> rules::PriceRule = write rules::price_rule_create;
    Write Manager price_rule_update(rules::PriceRuleUpdate) -> rules::PriceRule = write rules::price_rule_update;
    Read  Manager price_rule_try(rules::PriceRuleTry) -> rules::PriceRuleTrial = read rules::price_rule_try;
    Read  Viewer  price_quote(pricing::PriceQuoteGet) -> pricing::PriceQuote = read pricing::price_quote;
    Read  Viewer  price_table(pricing::PriceTableGet) -> pricing::PriceTable = read pricing::price_table;

    Write Manager price_override(orders::PriceOverride) -> orders::PriceOverridden = write orders::price_override;
    Write Clerk   basket_checkout(orders::BasketCheckout) -> orders::OrderDetail = write orders::basket_checkout;
    Write Clerk   order_place(orders::OrderPlace) -> orders::OrderDetail = write orders::order_place;
    Write Clerk   order_edit(orders::OrderEdit) -> orders::OrderDetail = write orders::order_edit;
    Write Clerk   order_copy(orders::OrderCopy) -> orders::OrderCopied = write orders::order_copy;
    Write Clerk   order_extend(orders::OrderExtend) -> orders::OrderDetail = write orders::order_extend;
    Write Clerk   order_transition(orders::OrderTransition) -> orders::OrderDetail = write orders::order_transition;
    Write Clerk   order_cancel(orders::OrderCancel) -> orders::OrderDetail = write orders::order_cancel;
    Write Manager order_close_short(orders::OrderCloseShort) -> orders::OrderDetail = write orders::order_close_short;
    Write Clerk   order_transition_many(orders::OrderTransitionMany) -> orders::OrdersMoved = write orders::order_transition_many;
    Write Clerk   order_ship(orders::OrderShip) -> orders::OrderDetail = write orders::order_ship;
    Write Clerk   order_return(orders::OrderReturn) -> orders::OrderDetail = write orders::order_return;
    Write Clerk   payment_record(orders::PaymentRecord) -> orders::OrderDetail = write orders::payment_record;
    Write Manager payment_refund(orders::PaymentRefund) -> orders::OrderDetail = write orders::payment_refund;
    Read  Viewer  order_many_look(orders::OrderManyLook) -> orders::OrderWays = read orders::order_many_look;
    Read  Viewer  order_versions(orders::OrderVersions) -> orders::OrderVersionRows = read orders::order_versions;
    Read  Viewer  order_compare(orders::OrderCompare) -> orders::OrderDifferences = read orders::order_compare;
    Read  Viewer  order_get(orders::OrderGet) -> orders::OrderDetail = read orders::order_get;
    Read  Viewer  order_list(list::OrderList) -> list::OrderPage = read list::order_list;
    Read  Viewer  order_totals(list::OrderTotalsGet) -> list::OrderTotals = read list::order_totals;
    Read  Viewer  order_counts(list::OrderCountsGet) -> list::OrderCounts = read list::order_counts;
    Read  Viewer  order_view_open(list::OrderViewOpen) -> list::OrderView = view list::order_view_open;
    Read  Viewer  order_view_rows(list::OrderViewRows) -> list::OrderViewPage = view list::order_view_rows;
    Read  Viewer  order_view_find(list::OrderViewFind) -> list::OrderViewPlace = view list::order_view_find;
    Read  Viewer  order_view_close(list::OrderViewClose) -> list::OrderView = view list::order_view_close;
    Bulk  Clerk   order_bulk(orders::bulk::OrderBulk) -> orders::bulk::OrderBulkPlaced = long_write app::order_bulk;
    Bulk  Clerk   orders_export(app::OrdersExport) -> app::Exported = bulk app::orders_export;

    Bulk  Manager import_open(imports::ImportOpen) -> imports::ImportFile = bulk app::import_open;
    Bulk  Manager import_check(imports::ImportCheckRequest) -> imports::ImportCheck = bulk app::import_check;
    Read  Manager import_rows(imports::ImportRows) -> imports::ImportRowsPage = import imports::import_rows;
    Read  Manager import_order_rows(imports::ImportOrderRows) -> imports::ImportOrderRowsPage = import imports::import_order_rows;
    Bulk  Manager import_refused_save(imports::ImportRefusedSave) -> imports::ImportRefusedSaved = bulk app::import_refused_save;
    Bulk  Manager import_apply(imports::ImportApply) -> imports::ImportApplied = long_write app::import_apply;
    Read  Manager import_close(imports::ImportClose) -> imports::ImportClosed = import imports::import_close;
    Bulk  Clerk   customers_export(app::CustomersExport) -> app::Exported = bulk app::customers_export;
    Bulk  Clerk   products_export(app::ProductsExport) -> app::Exported = bulk app::products_export;
    Bulk  Clerk   stock_export(app::StockExport) -> app::Exported = bulk app::stock_export;
    Read  Viewer  mapping_list(imports::MappingList) -> imports::SavedMappingRows = read imports::mapping_list;
    Write Manager mapping_save(imports::MappingSave) -> imports::SavedMapping = write imports::mapping_save;
    Write Manager mapping_delete(imports::MappingDelete) -> imports::MappingDeleted = write imports::mapping_delete;

    Read  Viewer  audit_list(audit::AuditList) -> audit::AuditPage = read audit::audit_list;
    Read  Viewer  audit_get(audit::AuditGet) -> audit::AuditEntry = read audit::audit_get;
    Read  Viewer  audit_count(audit::AuditCountGet) -> audit::AuditCount = read audit::audit_count;
    Read  Viewer  audit_facets(audit::AuditFacetsGet) -> audit::AuditFacets = read audit::audit_facets;
    Read  Viewer  audit_verify(audit::AuditVerify) -> audit::AuditVerdict = bulk app::audit_verify;

    Read  Viewer  settings_get(store::SettingsGet) -> store::Settings = read store::settings_get;
    Write Manager settings_update(store::SettingsUpdate) -> store::Settings = write store::settings_update;
    Read  Viewer  doctor_run(doctor::DoctorRun) -> doctor::DoctorReport = bulk app::doctor_run;
    Read  Viewer  store_info(store::StoreInfoGet) -> store::StoreInfo = place store::store_info;
    Read  Viewer  store_status(store::StoreStatusGet) -> store::StoreStatus = place store::store_status;
    Bulk  Clerk   backup_now(backup::BackupNow) -> backup::BackupWritten = bulk app::backup_now;
}

pub fn find(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.name == name)
}
