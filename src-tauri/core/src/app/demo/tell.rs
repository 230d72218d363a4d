//! Carrying the plan out, through the use cases, each step at its own time and in somebody's name.

use super::goods::{self, Good, Shelf};
use super::people::{CANCELLED_BECAUSE, CUSTOMERS, NOTES, STAFF, SUPPLIERS};
use super::plan::{Course, Event, HoldPlan, OrderPlan, PASSING_HOLD_SECONDS, Plan, plan};
use super::prices;
use super::random::Random;
use crate::catalog::categories::{CategoryCreate, category_create};
use crate::catalog::{ProductCreate, product_create};
use crate::customers::OrderCustomer;
use crate::db::{Act, Actor, Freed, Snapshot, Uow};
use crate::kernel::{
    CategoryId, Failure, Fulfilment, Instant, LocationId, MAX_LINES, Minor, OrderId, OrderStatus, PaymentMethod, Reply,
    ReservationId, ReturnCondition, VariantId,
};
use crate::orders::{
    OnShortage, OrderDetail, OrderGet, OrderPlace, OrderPlaceLine, OrderReturn, OrderReturnLine, OrderShip,
    OrderShipLine, OrderTransition, PaymentRecord, PaymentRefund, PlaceUpTo, order_get, order_place, order_return,
    order_ship, order_transition, payment_record, payment_refund, stock_adjust,
};
use crate::reservations::{
    ReservationCreate, ReservationLine, ReservationRelease, SWEEP_CHUNK, WaitCreate, WaitLine, expire_due,
    reservation_create, reservation_release, serve_waiters, stock_transfer, wait_create,
};
use crate::staff::{self, Origin};
use crate::stock::ledger::Balance;
use crate::stock::{
    self, LocationCreate, LocationList, LocationUpdate, StockAdjust, StockOpen, StockOpenLine, StockReceive,
    StockReceiveLine, StockTransfer, StockTransferLine, location_create, location_list, location_update,
};
use crate::store::{SettingsGet, SettingsUpdate, settings_get, settings_update};
use rusqlite::Connection;
use std::collections::HashMap;

/// How often another good is tried where one is sold out.
const TRIES: usize = 12;
/// Of every so many orders that were sent one is not paid yet.
const ON_ACCOUNT_EVERY: usize = 9;
const SHOP_FLOOR: &str = "Shop floor";
const STOCKROOM: &str = "Stockroom";
/// Of every so many goods one has more in the stockroom.
const RESERVE_EVERY: usize = 3;

/// The categories that were made, by their paths.
type Shelved = HashMap<&'static [&'static str], CategoryId>;

/// A product of the sample as the story knows it.
struct Stocked {
    variant_id: VariantId,
    good: Good,
    /// Units on a full shelf; more orders empty it faster.
    full: i64,
    reorder_level: i64,
    /// Some of it lies in the stockroom behind the shop floor.
    has_reserve: bool,
    /// The paces of all goods up to this one added up: where a draw ends here.
    sold_up_to: i64,
}

impl Stocked {
    /// What one unit costs the shop.
    fn cost(&self) -> Minor {
        Minor(self.good.price * 55 / 100)
    }
}

/// An order that moves on.
struct Placed {
    id: OrderId,
    row_version: i64,
}

struct Teller<'c> {
    conn: &'c Connection,
    owner: &'c Actor,
    system: &'c Actor,
    staff: Vec<Actor>,
    random: Random,
    shelves: Vec<Stocked>,
    orders: Vec<Option<Placed>>,
    /// The paces of all goods added up.
    sold: i64,
    /// The number on the last delivery note.
    delivery: i64,
    passing_hold: Option<ReservationId>,
    /// The place behind the shop floor.
    stockroom: LocationId,
}

pub fn tell(uow: &Uow<'_>, owner: &Actor, system: &Actor, products: u32, orders: u32) -> Result<(), Failure> {
    let mut random = Random::from_seed(super::SEED);
    let Plan { events, orders: plans, began } = plan(uow.now, uow.rules.time_zone, orders, &mut random);
    let mut teller = Teller {
        conn: uow.conn,
        owner,
        system,
        staff: Vec::new(),
        random,
        shelves: Vec::new(),
        orders: Vec::new(),
        sold: 0,
        delivery: 7_700,
        passing_hold: None,
        stockroom: LocationId::new(began),
    };
    teller.open_shop(began)?;
    let categories = teller.fill_catalogue(began, i64::from(products), i64::from(orders))?;
    // A manager sets the prices.
    let manager = teller.staff[0].clone();
    prices::set(&mut teller.books(began, &manager)?, uow.now, &categories)?;
    for (at, event) in events {
        teller.happen(at, event, &plans)?;
    }
    teller.send_a_part(uow.now, &plans)?;
    teller.take_back(uow.now, &plans)?;
    // Each event had its own books, which end without the writer's epilogue.
    let freed = Freed { many: true, ..Freed::default() };
    serve_waiters(&mut teller.books(uow.now, system)?, &freed)
}

impl<'c> Teller<'c> {
    /// The books at a time of the story, in somebody's name.
    fn books<'a>(&self, at: Instant, actor: &'a Actor) -> Result<Uow<'a>, Failure>
    where
        'c: 'a,
    {
        Uow::new(self.conn, at, actor, Act::default())
    }

    fn open_shop(&mut self, at: Instant) -> Result<(), Failure> {
        let mut uow = self.books(at, self.owner)?;
        let settings = settings_get(&uow, SettingsGet::default())?;
        settings_update(
            &mut uow,
            SettingsUpdate {
                row_version: settings.row_version,
                store_name: Some("Alder & Pine".to_owned()),
                currency: None,
                time_zone: None,
                hold_seconds: None,
                checkout_seconds: None,
                checkout_longest_seconds: None,
                wait_seconds: None,
                order_hold_seconds: None,
                reorder_level: Some(3),
                tax_rate_bp: Some(2_300),
                scan_gap_ms: None,
            },
        )?;
        let places = location_list(&uow, LocationList::default())?;
        for floor in &places.rows {
            let renamed = LocationUpdate {
                id: floor.id,
                row_version: floor.row_version,
                name: Some(SHOP_FLOOR.to_owned()),
                archived: None,
                selling: None,
            };
            location_update(&mut uow, renamed)?;
        }
        self.stockroom = location_create(&mut uow, LocationCreate { name: STOCKROOM.to_owned() })?.id;
        for (name, role) in STAFF {
            let actor = staff::add(&mut uow, Origin::Store, name, role)?;
            self.staff.push(actor);
        }
        Ok(())
    }

    fn fill_catalogue(&mut self, at: Instant, products: i64, orders: i64) -> Result<Shelved, Failure> {
        // Fifty products and five hundred orders empty the shelves as `full` was measured for.
        let busier = (orders * 50 / (products * 500)).max(1);
        let mut uow = self.books(at, self.owner)?;
        let mut categories = Shelved::new();
        for place in 0..usize::try_from(products).unwrap_or(0) {
            let (good, name, sku) = goods::product(place);
            let (full, reorder_level) = (good.full * busier, (good.full * busier / 4).max(2));
            let price = uow.money(Minor(good.price));
            let category_id = category(&mut uow, &mut categories, goods::shelf(place))?;
            let product = product_create(
                &mut uow,
                ProductCreate {
                    name,
                    sku: Some(sku),
                    price,
                    description: None,
                    category_id,
                    variants: None,
                    barcodes: Some(vec![goods::barcode(place)]),
                    unit: Some(good.unit.to_owned()),
                    tax_rate_bp: None,
                    reorder_level: Some(reorder_level),
                },
            )?;
            self.sold += good.pace;
            self.shelves.push(Stocked {
                variant_id: product.variants[0].id,
                good,
                full,
                reorder_level,
                has_reserve: good.shelf == Shelf::Kept && place % RESERVE_EVERY == 0,
                sold_up_to: self.sold,
            });
        }
        let lines: Vec<StockOpenLine> = self
            .shelves
            .iter()
            .filter(|stocked| stocked.has_reserve)
            .map(|stocked| StockOpenLine {
                variant_id: stocked.variant_id,
                quantity: stocked.full,
                unit_cost: Some(uow.money(stocked.cost())),
            })
            .collect();
        for lines in lines.chunks(MAX_LINES) {
            let note = Some("What was in the stockroom when the books began".to_owned());
            stock::stock_open(&mut uow, StockOpen { location_id: Some(self.stockroom), lines: lines.to_vec(), note })?;
        }
        Ok(categories)
    }

    fn happen(&mut self, at: Instant, event: Event, plans: &[OrderPlan]) -> Result<(), Failure> {
        match event {
            Event::Deliveries { everything } => self.deliveries(at, everything),
            Event::StockTake => self.stock_take(at),
            Event::Place(place) => self.place(at, place, &plans[place]),
            Event::Move(place, to) => self.advance(at, place, to),
            Event::Lapse => expire_due(&mut self.books(at, self.system)?, SWEEP_CHUNK).map(|_| ()),
            Event::PassingHold { customer } => self.hold_in_passing(at, customer),
            Event::Release => self.release(at),
            Event::Hold(hold) => self.hold(at, hold),
            Event::HoldTheRest => self.hold_the_rest(at),
        }
    }

    /// Fills the shelves that ran low: from the stockroom where it has enough, or by a delivery from each supplier.
    fn deliveries(&mut self, at: Instant, everything: bool) -> Result<(), Failure> {
        for (lane, supplier) in SUPPLIERS.into_iter().enumerate() {
            let actor = self.anybody();
            let mut uow = self.books(at, &actor)?;
            let (mut to_floor, mut to_stockroom, mut carried) = (Vec::new(), Vec::new(), Vec::new());
            for stocked in self.shelves.iter().skip(lane).step_by(SUPPLIERS.len()) {
                let there = balance(&uow, stocked.variant_id)?;
                let is_low = there.on_hand - there.reserved <= stocked.reorder_level;
                if !is_low || stocked.full <= there.on_hand || !(everything || stocked.good.shelf == Shelf::Kept) {
                    continue;
                }
                let (variant_id, quantity) = (stocked.variant_id, stocked.full - there.on_hand);
                let unit_cost = Some(uow.money(stocked.cost()));
                let in_reserve = stock::balance(&uow, variant_id, self.stockroom)?.on_hand;
                // The shelf is filled for the first time when the shop opens.
                if stocked.has_reserve && there.on_hand > 0 && in_reserve >= quantity {
                    carried.push(StockTransferLine { variant_id, quantity });
                } else {
                    to_floor.push(StockReceiveLine { variant_id, quantity, unit_cost });
                    if stocked.has_reserve && in_reserve < stocked.full / 2 {
                        to_stockroom.push(StockReceiveLine { variant_id, quantity: stocked.full, unit_cost });
                    }
                }
            }
            for (lines, location_id) in [(to_floor, None), (to_stockroom, Some(self.stockroom))] {
                for lines in lines.chunks(MAX_LINES) {
                    self.delivery += 1;
                    stock::stock_receive(
                        &mut uow,
                        StockReceive {
                            lines: lines.to_vec(),
                            location_id,
                            supplier: Some(supplier.to_owned()),
                            document: Some(format!("Delivery {}", self.delivery)),
                            note: None,
                        },
                    )?;
                }
            }
            for lines in carried.chunks(MAX_LINES) {
                let to_location_id = uow.rules.selling_location_id;
                stock_transfer(
                    &mut uow,
                    StockTransfer {
                        from_location_id: self.stockroom,
                        to_location_id,
                        lines: lines.to_vec(),
                        note: None,
                    },
                )?;
            }
        }
        Ok(())
    }

    /// Counts the goods that no delivery came for.
    fn stock_take(&mut self, at: Instant) -> Result<(), Failure> {
        let actor = self.anybody();
        let mut uow = self.books(at, &actor)?;
        for stocked in &self.shelves {
            let counted = match stocked.good.shelf {
                Shelf::Kept => continue,
                Shelf::Left(units) | Shelf::AllHeld(units) => units,
            };
            stock_adjust(
                &mut uow,
                StockAdjust {
                    variant_id: stocked.variant_id,
                    location_id: None,
                    delta: None,
                    counted: Some(counted),
                    reason: "correction".to_owned(),
                    note: Some("Stock-take after the craft fair".to_owned()),
                    give_way: None,
                },
            )?;
        }
        Ok(())
    }

    fn place(&mut self, at: Instant, place: usize, plan: &OrderPlan) -> Result<(), Failure> {
        let customer = plan.customer.and_then(|customer| CUSTOMERS.get(customer));
        let is_group = customer.is_some_and(|customer| customer.is_group);
        let count = match self.random.between(0, 100) {
            0..45 => 1,
            45..70 => 2,
            70..87 => 3,
            87..95 => 4,
            _ => 5,
        } + usize::from(is_group);
        let actor = self.staff[plan.staff].clone();
        let mut lines = self.basket(at, count, if is_group { 3 } else { 1 }, plan.early)?;
        if plan.course == Course::TurnedAway
            && let Some(line) = lines.last_mut()
        {
            line.quantity += balance(&*self.books(at, &actor)?, line.variant_id)?.on_hand;
        }
        let is_delivery = plan.fulfilment == Fulfilment::Delivery;
        let mut uow = self.books(at, &actor)?;
        let promised = uow.rules.time_zone.day_of(at.plus_seconds(3 * 86_400));
        let request = OrderPlace {
            lines: Some(lines),
            customer: customer.map(|customer| OrderCustomer {
                id: None,
                name: Some(customer.name.to_owned()),
                email: Some(format!("{}@example.com", customer.mailbox)),
                phone: Some(customer.phone.to_owned()),
                keep: Some(true),
            }),
            priority: Some(plan.priority),
            fulfilment: Some(plan.fulfilment),
            address: customer.filter(|_| is_delivery).map(|customer| customer.address.to_owned()),
            promised_on: is_delivery.then_some(promised),
            note: plan.has_note.then(|| self.random.one_of(&NOTES)).flatten().map(|note| (*note).to_owned()),
            on_shortage: (plan.course == Course::TurnedAway).then_some(OnShortage::Reject),
            up_to: (plan.course == Course::Counter).then_some(PlaceUpTo::Delivered),
            hold_seconds: Some(plan.hold_seconds),
            ..OrderPlace::default()
        };
        let placed = match order_place(&mut uow, request)? {
            Reply::Done(order) if plan.course == Course::Counter => Some(placed(&pay(&mut uow, &order, place)?)),
            Reply::Done(order) => Some(placed(&order)),
            Reply::Declined(_) => None,
        };
        debug_assert_eq!(place, self.orders.len(), "orders are told in the order they were planned");
        self.orders.push(placed);
        Ok(())
    }

    fn advance(&mut self, at: Instant, place: usize, to: OrderStatus) -> Result<(), Failure> {
        let Some(Placed { id, row_version }) = self.orders[place] else { return Ok(()) };
        let actor = self.anybody();
        let reason = (to == OrderStatus::Cancelled).then(|| self.random.one_of(&CANCELLED_BECAUSE)).flatten();
        let request = OrderTransition { id, to, row_version, reason: reason.map(|reason| (*reason).to_owned()) };
        let mut uow = self.books(at, &actor)?;
        let mut order = order_transition(&mut uow, request)?;
        if to == OrderStatus::Delivered && !place.is_multiple_of(ON_ACCOUNT_EVERY) {
            order = pay(&mut uow, &order, place)?;
        }
        self.orders[place] = Some(placed(&order));
        Ok(())
    }

    /// One unit of an order that is packed goes ahead; the rest stays.
    fn send_a_part(&mut self, at: Instant, plans: &[OrderPlan]) -> Result<(), Failure> {
        let mut uow = self.books(at, &self.staff[0])?;
        for (order, _) in self.orders.iter().zip(plans).rev().filter(|(_, plan)| plan.course == Course::Stuck) {
            let Some(Placed { id, row_version }) = order else { continue };
            let known = order_get(&uow, OrderGet { id: Some(*id), number: None })?;
            if known.order.status == OrderStatus::Processing && known.order.items > 1 {
                let lines = Some(vec![OrderShipLine { line_no: 1, quantity: 1 }]);
                let reference = Some("AN POST 4471".to_owned());
                order_ship(&mut uow, OrderShip { id: *id, row_version: *row_version, lines, reference })?;
                break;
            }
        }
        Ok(())
    }

    /// One unit of the last sale at the counter comes back, and its money with it.
    fn take_back(&mut self, at: Instant, plans: &[OrderPlan]) -> Result<(), Failure> {
        let mut sold = self.orders.iter().zip(plans).rev().filter(|(_, plan)| plan.course == Course::Counter);
        let Some((Some(Placed { id, row_version }), _)) = sold.next() else { return Ok(()) };
        let mut uow = self.books(at, self.owner)?;
        let reason = "Wrong size".to_owned();
        let lines = vec![OrderReturnLine { line_no: 1, quantity: 1, condition: ReturnCondition::Sellable }];
        let order =
            order_return(&mut uow, OrderReturn { id: *id, row_version: *row_version, lines, reason: reason.clone() })?;
        let (Some(back), Some(paid)) = (order.returns.last(), order.payments.last()) else { return Ok(()) };
        payment_refund(
            &mut uow,
            PaymentRefund {
                order_id: *id,
                row_version: None,
                method: paid.method,
                amount: back.value,
                reference: None,
                note: None,
                reason,
            },
        )?;
        Ok(())
    }

    fn hold_in_passing(&mut self, at: Instant, customer: usize) -> Result<(), Failure> {
        let lines = self.basket(at, 1, 1, false)?;
        let held = self.reserve(at, lines, CUSTOMERS[customer].name, "", PASSING_HOLD_SECONDS)?;
        self.passing_hold = held;
        Ok(())
    }

    fn release(&mut self, at: Instant) -> Result<(), Failure> {
        let Some(id) = self.passing_hold.take() else { return Ok(()) };
        let actor = self.anybody();
        let reason = Some("Not needed after all".to_owned());
        reservation_release(&mut self.books(at, &actor)?, ReservationRelease { ids: vec![id], reason })?;
        Ok(())
    }

    fn hold(&mut self, at: Instant, hold: HoldPlan) -> Result<(), Failure> {
        let lines = self.basket(at, hold.lines, 1, false)?;
        self.reserve(at, lines, hold.for_whom, hold.note, hold.seconds).map(|_| ())
    }

    fn hold_the_rest(&mut self, at: Instant) -> Result<(), Failure> {
        let rest: Vec<VariantId> = self
            .shelves
            .iter()
            .filter(|stocked| matches!(stocked.good.shelf, Shelf::AllHeld(_)))
            .map(|stocked| stocked.variant_id)
            .collect();
        for &variant_id in &rest {
            let quantity = self.available(at, variant_id)?;
            if quantity > 0 {
                let lines = vec![OrderPlaceLine { variant_id, quantity, location_id: None }];
                self.reserve(at, lines, "Ruth Mac Aodha", "A wedding present; calls this afternoon", 10_800)?;
            }
        }
        match rest.first() {
            Some(first) => self.wait(at, *first),
            None => Ok(()),
        }
    }

    /// What one person holds, two others wait for.
    fn wait(&mut self, at: Instant, variant_id: VariantId) -> Result<(), Failure> {
        for (customer, quantity, accept_part) in [(&CUSTOMERS[3], 2, true), (&CUSTOMERS[7], 1, false)] {
            let actor = self.anybody();
            let request = WaitCreate {
                lines: vec![WaitLine { variant_id, quantity, location_id: None, accept_part: Some(accept_part) }],
                for_whom: Some(customer.name.to_owned()),
                customer_id: None,
                basket_id: None,
                order_id: None,
                hold_seconds: None,
                wait_seconds: None,
                note: None,
            };
            wait_create(&mut self.books(at, &actor)?, request)?;
        }
        Ok(())
    }

    /// Holds the lines and gives the id of the first.
    fn reserve(
        &mut self,
        at: Instant,
        lines: Vec<OrderPlaceLine>,
        for_whom: &str,
        note: &str,
        seconds: i64,
    ) -> Result<Option<ReservationId>, Failure> {
        let actor = self.anybody();
        let line = |line: OrderPlaceLine| ReservationLine {
            variant_id: line.variant_id,
            quantity: line.quantity,
            location_id: line.location_id,
        };
        let held = reservation_create(
            &mut self.books(at, &actor)?,
            ReservationCreate {
                lines: lines.into_iter().map(line).collect(),
                for_whom: Some(for_whom.to_owned()),
                customer_id: None,
                ttl_seconds: Some(seconds),
                note: Some(note.to_owned()),
            },
        )?;
        Ok(held.rows.first().map(|row| row.id))
    }

    /// At least one line of what is there: popular goods more often, dear ones singly.
    fn basket(&mut self, at: Instant, count: usize, times: i64, early: bool) -> Result<Vec<OrderPlaceLine>, Failure> {
        let mut lines: Vec<OrderPlaceLine> = Vec::new();
        for _ in 0..count.max(1) * TRIES {
            if lines.len() == count.max(1) {
                break;
            }
            let stocked = self.draw();
            let (variant_id, good) = (stocked.variant_id, stocked.good);
            let is_sold = early || good.shelf == Shelf::Kept;
            if !is_sold || lines.iter().any(|line| line.variant_id == variant_id) {
                continue;
            }
            let available = self.available(at, variant_id)?;
            let wanted = if good.price < 2_500 { self.random.between(1, 4) } else { 1 } * times;
            if available > 0 {
                lines.push(OrderPlaceLine { variant_id, quantity: wanted.min(available), location_id: None });
            }
        }
        if lines.is_empty() {
            lines.push(self.fetch_one(at)?);
        }
        Ok(lines)
    }

    /// Everything drawn was sold out: a single unit is fetched from the supplier.
    fn fetch_one(&mut self, at: Instant) -> Result<OrderPlaceLine, Failure> {
        let variant_id = self.draw().variant_id;
        let actor = self.anybody();
        stock::stock_receive(
            &mut self.books(at, &actor)?,
            StockReceive {
                lines: vec![StockReceiveLine { variant_id, quantity: 1, unit_cost: None }],
                location_id: None,
                supplier: None,
                document: None,
                note: Some("Fetched for a customer".to_owned()),
            },
        )?;
        Ok(OrderPlaceLine { variant_id, quantity: 1, location_id: None })
    }

    /// A good by its pace.
    fn draw(&mut self) -> &Stocked {
        let drawn = self.random.between(0, self.sold);
        let place = self.shelves.partition_point(|stocked| stocked.sold_up_to <= drawn);
        &self.shelves[place]
    }

    fn anybody(&mut self) -> Actor {
        self.random.one_of(&self.staff).unwrap_or(self.owner).clone()
    }

    fn available(&self, at: Instant, variant_id: VariantId) -> Result<i64, Failure> {
        let there = balance(&*self.books(at, self.owner)?, variant_id)?;
        Ok(there.on_hand - there.reserved)
    }
}

fn balance(books: &Snapshot<'_>, variant_id: VariantId) -> Result<Balance, Failure> {
    stock::balance(books, variant_id, books.rules.selling_location_id)
}

/// All that is due, the methods by turns.
fn pay(uow: &mut Uow<'_>, order: &OrderDetail, place: usize) -> Result<OrderDetail, Failure> {
    if !order.due.is_positive() {
        return order_get(uow, OrderGet { id: Some(order.order.id), number: None });
    }
    let method = match place % 5 {
        0 | 1 => PaymentMethod::Cash,
        2 | 3 => PaymentMethod::Card,
        _ if order.fulfilment == Fulfilment::Delivery => PaymentMethod::Transfer,
        _ => PaymentMethod::Card,
    };
    payment_record(
        uow,
        PaymentRecord {
            order_id: order.order.id,
            row_version: None,
            method,
            amount: None,
            tendered: None,
            reference: (method == PaymentMethod::Transfer).then(|| order.order.number.clone()),
            note: None,
        },
    )
}

fn placed(order: &OrderDetail) -> Placed {
    Placed { id: order.order.id, row_version: order.order.row_version }
}

/// The category of a path, made with those above it where they are not there yet.
fn category(
    uow: &mut Uow<'_>,
    made: &mut Shelved,
    path: &'static [&'static str],
) -> Result<Option<CategoryId>, Failure> {
    let Some((name, above)) = path.split_last() else { return Ok(None) };
    if let Some(id) = made.get(path) {
        return Ok(Some(*id));
    }
    let parent_id = category(uow, made, above)?;
    let new = CategoryCreate { name: (*name).to_owned(), parent_id, description: None, reorder_level: None };
    let id = category_create(uow, new)?.id;
    made.insert(path, id);
    Ok(Some(id))
}
