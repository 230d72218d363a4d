//! Random days in the shop against a model small enough to be read whole: after every act the books say what the
//! model says, and after every day the doctor finds nothing.

mod support;

use proptest::prelude::*;
use proptest::test_runner::{Config, FileFailurePersistence};
use serde_json::{Value, json};
use support::{Answer, Shop, new_id, text};

const PRODUCTS: [(&str, i64); 2] = [("tea", 450), ("coffee", 1000)];
/// Where they lie: the store sells from the first.
const PLACES: [&str; 2] = ["floor", "back"];
/// A product at a place: all that stock is promised and moved by. The model knows no other.
const SLOTS: usize = PRODUCTS.len() * PLACES.len();

fn product_of(slot: usize) -> usize {
    slot / PLACES.len()
}

fn place_of(slot: usize) -> &'static str {
    PLACES[slot % PLACES.len()]
}

fn price_of(slot: usize) -> i64 {
    PRODUCTS[product_of(slot)].1
}

#[derive(Debug, Clone)]
enum Act {
    Receive {
        product: usize,
        quantity: i64,
    },
    Adjust {
        product: usize,
        delta: i64,
    },
    Hold {
        lines: Vec<(usize, i64)>,
        seconds: i64,
    },
    /// The hold by its place among all holds made so far.
    Extend {
        hold: usize,
        seconds: i64,
    },
    Release {
        hold: usize,
    },
    Place {
        lines: Vec<(usize, i64)>,
        holds: Vec<usize>,
        up_to: UpTo,
        reject: bool,
        seconds: i64,
    },
    Move {
        order: usize,
        to: State,
        stale: bool,
    },
    CloseShort {
        order: usize,
        line: usize,
        quantity: i64,
    },
    /// All that is open, or units of lines.
    Ship {
        order: usize,
        lines: Option<Vec<(usize, i64)>>,
    },
    /// Units of lines, each sellable or damaged.
    Return {
        order: usize,
        lines: Vec<(usize, i64, bool)>,
    },
    /// All that is due, or a part of it; perhaps in cash, of which change is given back.
    Pay {
        order: usize,
        cents: Option<i64>,
        tendered: Option<i64>,
    },
    Refund {
        order: usize,
        cents: i64,
    },
    MoveMany {
        orders: Vec<usize>,
        to: State,
    },
    /// Out of the place, each line by its product, into the other place.
    Transfer {
        from: usize,
        lines: Vec<(usize, i64)>,
    },
    /// By its place among all batches made so far, undos too.
    Undo {
        batch: usize,
    },
    /// So many are there by count; these holds and units of this order's line give way.
    GiveWay {
        product: usize,
        counted: i64,
        holds: Vec<usize>,
        order: Option<(usize, usize, i64)>,
    },
    /// A place in the queue of a product, perhaps of an order.
    Wait {
        product: usize,
        quantity: i64,
        part: bool,
        seconds: i64,
        hold_seconds: i64,
        order: Option<usize>,
    },
    Forgo {
        wait: usize,
    },
    Tick {
        seconds: i64,
    },
    /// Somebody sets the wall clock.
    SetClock {
        seconds: i64,
    },
    Reopen,
    PowerCut,
    /// An earlier request comes again, the same or with another payload under its id.
    Again {
        request: usize,
        changed: bool,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum UpTo {
    Pending,
    Confirmed,
    Delivered,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Pending,
    Confirmed,
    Processing,
    Shipped,
    Delivered,
    Cancelled,
    Rejected,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            State::Pending => "pending",
            State::Confirmed => "confirmed",
            State::Processing => "processing",
            State::Shipped => "shipped",
            State::Delivered => "delivered",
            State::Cancelled => "cancelled",
            State::Rejected => "rejected",
        }
    }

    fn may_become(self, to: State) -> bool {
        matches!(
            (self, to),
            (State::Pending, State::Confirmed | State::Cancelled)
                | (State::Confirmed, State::Processing | State::Cancelled)
                | (State::Processing, State::Shipped)
                | (State::Shipped, State::Delivered)
        )
    }
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let product = 0..SLOTS;
    let line = (product.clone(), 1..7_i64);
    let lines = prop::collection::vec(line, 1..3);
    let place = 0..100_usize;
    let up_to = prop_oneof![3 => Just(UpTo::Pending), 2 => Just(UpTo::Confirmed), 1 => Just(UpTo::Delivered)];
    let to = prop_oneof![
        4 => Just(State::Confirmed),
        3 => Just(State::Processing),
        3 => Just(State::Shipped),
        2 => Just(State::Delivered),
        2 => Just(State::Cancelled),
        1 => Just(State::Pending),
        1 => Just(State::Rejected),
    ];
    let act = prop_oneof![
        4 => (product.clone(), 0..12_i64).prop_map(|(product, quantity)| Act::Receive { product, quantity }),
        2 => (product, -6..4_i64).prop_map(|(product, delta)| Act::Adjust { product, delta }),
        6 => (lines.clone(), 1..90_i64).prop_map(|(lines, seconds)| Act::Hold { lines, seconds }),
        2 => (place.clone(), 1..90_i64).prop_map(|(hold, seconds)| Act::Extend { hold, seconds }),
        2 => place.clone().prop_map(|hold| Act::Release { hold }),
        6 => (
            prop_oneof![Just(Vec::new()), lines.boxed()],
            prop_oneof![2 => Just(Vec::new()), 1 => prop::collection::vec(place.clone(), 1..3)],
            up_to,
            any::<bool>(),
            1..90_i64,
        )
            .prop_map(|(lines, holds, up_to, reject, seconds)| Act::Place { lines, holds, up_to, reject, seconds }),
        10 => (place.clone(), to.clone(), prop::bool::weighted(0.1))
            .prop_map(|(order, to, stale)| Act::Move { order, to, stale }),
        6 => (place.clone(), prop::option::of(prop::collection::vec((0..3_usize, 1..5_i64), 1..3)))
            .prop_map(|(order, lines)| Act::Ship { order, lines }),
        4 => (place.clone(), prop::collection::vec((0..3_usize, 1..4_i64, any::<bool>()), 1..3))
            .prop_map(|(order, lines)| Act::Return { order, lines }),
        4 => (place.clone(), prop::option::of(1..3_000_i64), prop::option::of(1..5_000_i64))
            .prop_map(|(order, cents, tendered)| Act::Pay { order, cents, tendered }),
        2 => (place.clone(), 1..2_000_i64).prop_map(|(order, cents)| Act::Refund { order, cents }),
        3 => (prop::collection::vec(place.clone(), 1..4), to).prop_map(|(orders, to)| Act::MoveMany { orders, to }),
        3 => (place.clone(), 0..3_usize, 1..7_i64)
            .prop_map(|(order, line, quantity)| Act::CloseShort { order, line, quantity }),
        3 => (0..PLACES.len(), prop::collection::vec((0..PRODUCTS.len(), 1..6_i64), 1..3))
            .prop_map(|(from, lines)| Act::Transfer { from, lines }),
        3 => place.clone().prop_map(|batch| Act::Undo { batch }),
        3 => (
            0..SLOTS,
            0..6_i64,
            prop::collection::vec(place.clone(), 0..3),
            prop::option::of((place.clone(), 0..3_usize, 1..5_i64)),
        )
            .prop_map(|(product, counted, holds, order)| Act::GiveWay { product, counted, holds, order }),
        6 => (0..SLOTS, 1..7_i64, any::<bool>(), 1..90_i64, 1..60_i64, prop::option::weighted(0.3, place.clone()))
            .prop_map(|(product, quantity, part, seconds, hold_seconds, order)| Act::Wait {
                product, quantity, part, seconds, hold_seconds, order
            }),
        1 => place.clone().prop_map(|wait| Act::Forgo { wait }),
        4 => (1..60_i64).prop_map(|seconds| Act::Tick { seconds }),
        1 => (-7_200..7_200_i64).prop_map(|seconds| Act::SetClock { seconds }),
        1 => Just(Act::Reopen),
        1 => Just(Act::PowerCut),
        2 => (place, any::<bool>()).prop_map(|(request, changed)| Act::Again { request, changed }),
    ];
    prop::collection::vec(act, 1..45)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Active,
    Consumed,
    Released,
    Expired,
}

impl Fate {
    fn word(self) -> &'static str {
        match self {
            Fate::Active => "active",
            Fate::Consumed => "consumed",
            Fate::Released => "released",
            Fate::Expired => "expired",
        }
    }
}

#[derive(Debug, Clone)]
struct Hold {
    product: usize,
    quantity: i64,
    expires_at: i64,
    fate: Fate,
    order: Option<usize>,
}

#[derive(Debug, Clone)]
struct Waiter {
    product: usize,
    quantity: i64,
    granted: i64,
    part: bool,
    expires_at: i64,
    hold_seconds: i64,
    order: Option<usize>,
    /// waiting, granted, expired or cancelled.
    status: &'static str,
}

#[derive(Debug, Clone)]
struct Line {
    product: usize,
    quantity: i64,
    released: i64,
    shipped: i64,
    returned: i64,
    /// Units that the line owns and has not shipped or given back.
    open: i64,
}

#[derive(Debug, Clone)]
struct Order {
    state: State,
    version: i64,
    total: i64,
    paid: i64,
    returned: i64,
    lines: Vec<Line>,
}

impl Order {
    fn due(&self) -> i64 {
        match self.state {
            State::Cancelled | State::Rejected => -self.paid,
            _ => self.total - self.returned - self.paid,
        }
    }

    /// What remains is what is owed.
    fn reprice(&mut self) {
        self.total = self.lines.iter().map(|line| price_of(line.product) * (line.quantity - line.released)).sum();
    }
}

/// What was done in one act, as far as units came and went.
#[derive(Debug, Clone)]
struct Batch {
    deltas: [i64; SLOTS],
    undone: bool,
    is_undo: bool,
}

/// The whole shop in memory.
#[derive(Debug, Clone, Default)]
struct Model {
    now: i64,
    on_hand: [i64; SLOTS],
    holds: Vec<Hold>,
    orders: Vec<Order>,
    batches: Vec<Batch>,
    waiters: Vec<Waiter>,
    /// In which order queues are served that come free together.
    queues: Vec<usize>,
}

type Said = Result<&'static str, &'static str>;

impl Model {
    fn lapse(&mut self) {
        let now = self.now;
        for hold in self.holds.iter_mut().filter(|hold| hold.fate == Fate::Active && hold.expires_at <= now) {
            hold.fate = Fate::Expired;
        }
        for waiter in self.waiters.iter_mut().filter(|it| it.status == "waiting" && it.expires_at <= now) {
            waiter.status = "expired";
        }
        self.serve();
    }

    /// Each queue from its first, as far as the units go.
    fn serve(&mut self) {
        for product in self.queues.clone() {
            while let Some(first) = self.waiters.iter().position(|it| it.product == product && it.status == "waiting") {
                let free = self.available(product);
                let waiter = &mut self.waiters[first];
                let missing = waiter.quantity - waiter.granted;
                let quantity = if waiter.part { missing.min(free) } else { missing };
                if quantity == 0 || quantity > free {
                    break;
                }
                waiter.granted += quantity;
                if quantity == missing {
                    waiter.status = "granted";
                }
                let (expires_at, order) = (self.now + waiter.hold_seconds * 1000, waiter.order);
                self.holds.push(Hold { product, quantity, expires_at, fate: Fate::Active, order });
            }
        }
    }

    fn wait(&mut self, waiter: Waiter) -> Said {
        if waiter.order.is_some_and(|order| self.orders[order].state != State::Pending) {
            return Err("VALIDATION");
        }
        if let Some(order) = waiter.order {
            let waits = |it: &Waiter| (it.order, it.product, it.status) == (Some(order), waiter.product, "waiting");
            let sells = self.orders[order].lines.iter().any(|line| line.product == waiter.product);
            if !sells || self.waiters.iter().any(waits) {
                return Err("VALIDATION");
            }
        }
        self.waiters.push(waiter);
        Ok("ok")
    }

    fn forgo(&mut self, wait: usize) -> Said {
        if self.waiters[wait].status != "waiting" {
            return Err("WAIT_ENDED");
        }
        self.waiters[wait].status = "cancelled";
        Ok("ok")
    }

    fn reserved(&self, product: usize) -> i64 {
        let held: i64 = self
            .holds
            .iter()
            .filter(|hold| hold.product == product && hold.fate == Fate::Active)
            .map(|hold| hold.quantity)
            .sum();
        let owned: i64 =
            self.orders.iter().flat_map(|order| &order.lines).filter(|l| l.product == product).map(|l| l.open).sum();
        held + owned
    }

    fn available(&self, product: usize) -> i64 {
        self.on_hand[product] - self.reserved(product)
    }

    fn enough(&self, lines: &[(usize, i64)]) -> bool {
        (0..SLOTS).all(|product| {
            let asked: i64 = lines.iter().filter(|line| line.0 == product).map(|line| line.1).sum();
            asked == 0 || asked <= self.available(product)
        })
    }

    fn receive(&mut self, product: usize, quantity: i64) -> Said {
        if quantity < 1 {
            return Err("VALIDATION");
        }
        self.change(&[(product, quantity)]);
        Ok("ok")
    }

    /// Units come and go in one act.
    fn change(&mut self, changes: &[(usize, i64)]) {
        let mut deltas = [0; SLOTS];
        for &(slot, delta) in changes {
            deltas[slot] += delta;
            self.on_hand[slot] += delta;
        }
        self.batches.push(Batch { deltas, undone: false, is_undo: false });
    }

    fn transfer(&mut self, from: usize, lines: &[(usize, i64)]) -> Said {
        let at = |place: usize| move |&(product, quantity): &(usize, i64)| (product * PLACES.len() + place, quantity);
        let leaving: Vec<(usize, i64)> = lines.iter().map(at(from)).collect();
        if !self.enough(&leaving) {
            return Err("STOCK_INSUFFICIENT");
        }
        let coming = lines.iter().map(at(1 - from));
        let changes: Vec<(usize, i64)> =
            leaving.iter().map(|&(slot, quantity)| (slot, -quantity)).chain(coming).collect();
        self.change(&changes);
        Ok("ok")
    }

    fn undo(&mut self, batch: usize) -> Said {
        let Batch { deltas, undone, is_undo } = self.batches[batch].clone();
        if undone {
            return Err("ALREADY_UNDONE");
        }
        let back = deltas.map(|delta| -delta);
        let short = (0..SLOTS).any(|slot| back[slot] < 0 && self.available(slot) + back[slot] < 0);
        if is_undo || short {
            return Err("UNDO_NOT_POSSIBLE");
        }
        for (on_hand, back) in self.on_hand.iter_mut().zip(back) {
            *on_hand += back;
        }
        self.batches[batch].undone = true;
        self.batches.push(Batch { deltas: back, undone: false, is_undo: true });
        Ok("ok")
    }

    fn give_way(&mut self, product: usize, counted: i64, holds: &[usize], order: Option<(usize, usize, i64)>) -> Said {
        let gap = self.reserved(product) - counted;
        if gap <= 0 {
            return Err("VALIDATION");
        }
        for (index, &hold) in holds.iter().enumerate() {
            if holds[..index].contains(&hold) {
                return Err("VALIDATION");
            }
            if self.holds[hold].fate != Fate::Active {
                return Err("HOLD_ENDED");
            }
        }
        if holds.iter().any(|&hold| self.holds[hold].product != product) {
            return Err("VALIDATION");
        }
        if let Some((order, line, quantity)) = order {
            // Judged on a copy: nothing is closed unless everything gives way.
            self.clone().close_short(order, line, quantity)?;
            if self.orders[order].lines[line].product != product {
                return Err("VALIDATION");
            }
        }
        let held: i64 = holds.iter().map(|&hold| self.holds[hold].quantity).sum();
        if held + order.map_or(0, |(_, _, quantity)| quantity) < gap {
            return Err("STOCK_BELOW_RESERVED");
        }
        for &hold in holds {
            self.holds[hold].fate = Fate::Released;
        }
        if let Some((order, line, quantity)) = order {
            self.close_short(order, line, quantity)?;
        }
        self.change(&[(product, counted - self.on_hand[product])]);
        Ok("ok")
    }

    fn adjust(&mut self, product: usize, delta: i64) -> Said {
        let after = self.on_hand[product] + delta;
        if delta == 0 || after < 0 {
            return Err("VALIDATION");
        }
        if after < self.reserved(product) {
            return Err("STOCK_BELOW_RESERVED");
        }
        self.change(&[(product, delta)]);
        Ok("ok")
    }

    fn hold(&mut self, lines: &[(usize, i64)], seconds: i64, order: Option<usize>) -> Said {
        if !self.enough(lines) {
            return Err("STOCK_INSUFFICIENT");
        }
        let expires_at = self.now + seconds * 1000;
        for &(product, quantity) in lines {
            self.holds.push(Hold { product, quantity, expires_at, fate: Fate::Active, order });
        }
        Ok("ok")
    }

    fn extend(&mut self, hold: usize, seconds: i64) -> Said {
        match &mut self.holds[hold] {
            hold if hold.fate == Fate::Active && hold.order.is_some() => Err("HOLD_OF_ORDER"),
            hold if hold.fate == Fate::Active => {
                hold.expires_at += seconds * 1000;
                Ok("ok")
            }
            _ => Err("HOLD_ENDED"),
        }
    }

    fn release(&mut self, hold: usize) -> Said {
        match &mut self.holds[hold] {
            hold if hold.fate != Fate::Active => Err("HOLD_ENDED"),
            hold if hold.order.is_some() => Err("HOLD_OF_ORDER"),
            hold => {
                hold.fate = Fate::Released;
                Ok("ok")
            }
        }
    }

    fn place(&mut self, lines: &[(usize, i64)], holds: &[usize], up_to: UpTo, reject: bool, seconds: i64) -> Said {
        if lines.is_empty() && holds.is_empty() {
            return Err("VALIDATION");
        }
        for (index, &hold) in holds.iter().enumerate() {
            if self.holds[hold].fate != Fate::Active {
                return Err("HOLD_ENDED");
            }
            if self.holds[hold].order.is_some() {
                return Err("HOLD_OF_ORDER");
            }
            if holds[..index].contains(&hold) {
                return Err("VALIDATION");
            }
        }
        if (1..lines.len()).any(|index| lines[..index].iter().any(|line| line.0 == lines[index].0)) {
            return Err("DUPLICATE_LINES");
        }
        // What is held joins the line of its product.
        let mut all = lines.to_vec();
        for &hold in holds {
            let (product, quantity) = (self.holds[hold].product, self.holds[hold].quantity);
            match all.iter_mut().find(|line| line.0 == product) {
                Some(line) => line.1 += quantity,
                None => all.push((product, quantity)),
            }
        }
        let rejected = !self.enough(lines);
        if rejected && !reject {
            return Err("STOCK_INSUFFICIENT");
        }
        let number = self.orders.len();
        self.orders.push(Order {
            state: if rejected { State::Rejected } else { State::Pending },
            version: 1,
            total: all.iter().map(|&(product, quantity)| price_of(product) * quantity).sum(),
            paid: 0,
            returned: 0,
            lines: all
                .iter()
                .map(|&(product, quantity)| Line { product, quantity, released: 0, shipped: 0, returned: 0, open: 0 })
                .collect(),
        });
        if rejected {
            return Ok("declined");
        }
        // An order that goes further at once owns its units without a hold in between.
        if up_to == UpTo::Pending {
            self.hold(lines, seconds, Some(number)).expect("just judged");
        }
        let expires_at = self.now + seconds * 1000;
        for &hold in holds {
            self.holds[hold].order = Some(number);
            if up_to == UpTo::Pending {
                self.holds[hold].expires_at = expires_at;
            }
        }
        let steps: &[State] = match up_to {
            UpTo::Pending => &[],
            UpTo::Confirmed => &[State::Confirmed],
            UpTo::Delivered => &[State::Confirmed, State::Processing, State::Shipped, State::Delivered],
        };
        for &step in steps {
            self.step(number, step).expect("its units are held");
        }
        Ok("ok")
    }

    fn step(&mut self, order: usize, to: State) -> Said {
        if !self.orders[order].state.may_become(to) {
            return Err("ORDER_TRANSITION_NOT_ALLOWED");
        }
        let own = |hold: &&mut Hold| hold.order == Some(order) && hold.fate == Fate::Active;
        match to {
            State::Confirmed => {
                let mut missing = Vec::new();
                for product in 0..SLOTS {
                    let of_product = |line: &&Line| line.product == product;
                    let needed: i64 =
                        self.orders[order].lines.iter().filter(of_product).map(|line| line.quantity).sum();
                    let held: i64 = self
                        .holds
                        .iter_mut()
                        .filter(own)
                        .filter(|hold| hold.product == product)
                        .map(|hold| hold.quantity)
                        .sum();
                    missing.push((product, needed - held));
                }
                if !self.enough(&missing) {
                    return Err("STOCK_INSUFFICIENT");
                }
                self.give_up_waiting(order);
                self.holds.iter_mut().filter(own).for_each(|hold| hold.fate = Fate::Consumed);
                self.orders[order].lines.iter_mut().for_each(|line| line.open = line.quantity);
            }
            State::Shipped => {
                for line in &mut self.orders[order].lines {
                    self.on_hand[line.product] -= line.open;
                    line.shipped += line.open;
                    line.open = 0;
                }
            }
            State::Cancelled => {
                self.give_up_waiting(order);
                self.holds.iter_mut().filter(own).for_each(|hold| hold.fate = Fate::Released);
                self.orders[order].lines.iter_mut().for_each(|line| line.open = 0);
            }
            State::Processing | State::Delivered => {}
            State::Pending | State::Rejected => unreachable!("nothing becomes that"),
        }
        self.orders[order].state = to;
        self.orders[order].version += 1;
        Ok("ok")
    }

    /// An order that is not pending any more waits for nothing.
    fn give_up_waiting(&mut self, order: usize) {
        for waiter in self.waiters.iter_mut().filter(|it| it.order == Some(order) && it.status == "waiting") {
            waiter.status = "cancelled";
        }
    }

    fn close_short(&mut self, order: usize, line: usize, quantity: i64) -> Said {
        let order = &mut self.orders[order];
        if !matches!(order.state, State::Confirmed | State::Processing) {
            return Err("ORDER_TRANSITION_NOT_ALLOWED");
        }
        match order.lines.get_mut(line) {
            Some(line) if line.open >= quantity => {
                line.open -= quantity;
                line.released += quantity;
            }
            Some(_) | None => return Err("CLOSE_SHORT_TOO_MANY"),
        }
        order.version += 1;
        let all_closed = order.lines.iter().all(|line| line.open == 0);
        let any_shipped = order.lines.iter().any(|line| line.shipped > 0);
        match (all_closed, any_shipped) {
            (true, true) => {
                order.reprice();
                order.state = State::Shipped;
                order.version += 1;
            }
            (true, false) => order.state = State::Cancelled,
            (false, _) => order.reprice(),
        }
        Ok("ok")
    }

    fn ship(&mut self, order: usize, lines: Option<&[(usize, i64)]>) -> Said {
        let order = &mut self.orders[order];
        if let Some(lines) = lines
            && lines.iter().enumerate().any(|(index, line)| lines[..index].iter().any(|other| other.0 == line.0))
        {
            return Err("VALIDATION");
        }
        if !matches!(order.state, State::Confirmed | State::Processing) {
            return Err("ORDER_TRANSITION_NOT_ALLOWED");
        }
        let leaving: Vec<(usize, i64)> = match lines {
            Some(lines) => lines.to_vec(),
            None => order.lines.iter().map(|line| line.open).enumerate().collect(),
        };
        if leaving.iter().any(|&(line, quantity)| order.lines.get(line).is_none_or(|line| line.open < quantity)) {
            return Err("SHIP_TOO_MANY");
        }
        if order.state == State::Confirmed {
            order.state = State::Processing;
            order.version += 1;
        }
        for (line, quantity) in leaving {
            let line = &mut order.lines[line];
            line.open -= quantity;
            line.shipped += quantity;
            self.on_hand[line.product] -= quantity;
        }
        order.version += 1;
        if order.lines.iter().all(|line| line.open == 0) {
            order.state = State::Shipped;
            order.version += 1;
        }
        Ok("ok")
    }

    fn take_back(&mut self, order: usize, lines: &[(usize, i64, bool)]) -> Said {
        let order = &mut self.orders[order];
        let same = |a: &(usize, i64, bool), b: &(usize, i64, bool)| (a.0, a.2) == (b.0, b.2);
        if lines.iter().enumerate().any(|(index, line)| lines[..index].iter().any(|other| same(other, line))) {
            return Err("VALIDATION");
        }
        if order.state != State::Delivered {
            return Err("RETURN_NOT_POSSIBLE");
        }
        let asked = |line: usize| lines.iter().filter(|asked| asked.0 == line).map(|asked| asked.1).sum::<i64>();
        let away = |line: usize| order.lines.get(line).map_or(0, |line| line.shipped - line.returned);
        if lines.iter().any(|&(line, _, _)| asked(line) > away(line)) {
            return Err("RETURN_TOO_MANY");
        }
        for &(line, quantity, damaged) in lines {
            let line = &mut order.lines[line];
            line.returned += quantity;
            order.returned += price_of(line.product) * quantity;
            if !damaged {
                self.on_hand[line.product] += quantity;
            }
        }
        order.version += 1;
        Ok("ok")
    }

    fn pay(&mut self, order: usize, cents: Option<i64>, tendered: Option<i64>) -> Said {
        let order = &mut self.orders[order];
        if tendered.zip(cents).is_some_and(|(tendered, cents)| tendered < cents) {
            return Err("VALIDATION");
        }
        if matches!(order.state, State::Cancelled | State::Rejected) || order.due() <= 0 {
            return Err("PAYMENT_NOT_POSSIBLE");
        }
        let amount = cents.unwrap_or(tendered.unwrap_or(i64::MAX).min(order.due()));
        if amount > order.due() {
            return Err("PAYMENT_TOO_LARGE");
        }
        order.paid += amount;
        order.version += 1;
        Ok("ok")
    }

    fn refund(&mut self, order: usize, cents: i64) -> Said {
        let order = &mut self.orders[order];
        if cents > order.paid {
            return Err("REFUND_TOO_LARGE");
        }
        order.paid -= cents;
        order.version += 1;
        Ok("ok")
    }
}

/// Cents as an amount.
fn money(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

/// The shop and its model side by side.
struct Day {
    shop: Shop,
    model: Model,
    variants: Vec<String>,
    /// The ids of the model's holds and orders in the books.
    holds: Vec<String>,
    orders: Vec<String>,
    batches: Vec<String>,
    waits: Vec<String>,
    /// Requests that were kept, each with its answer.
    kept: Vec<(String, &'static str, Value, Answer)>,
}

impl Day {
    fn begin() -> Day {
        let mut shop = Shop::open();
        let variants = PRODUCTS.iter().map(|(name, price)| shop.product(name, &money(*price)).1);
        let variants: Vec<String> = variants.collect();
        shop.play("location back");
        // Queues that come free together are served by the ids of what is waited for.
        let mut queues: Vec<usize> = (0..SLOTS).collect();
        queues.sort_by_key(|slot| (variants[product_of(*slot)].clone(), shop.location_id(place_of(*slot))));
        let model = Model { now: shop.core.clock().now().0, queues, ..Model::default() };
        Day {
            shop,
            model,
            variants,
            holds: Vec::new(),
            orders: Vec::new(),
            batches: Vec::new(),
            waits: Vec::new(),
            kept: Vec::new(),
        }
    }

    fn lines(&self, lines: &[(usize, i64)]) -> Value {
        lines
            .iter()
            .map(|&(slot, quantity)| {
                json!({
                    "variantId": self.variants[product_of(slot)], "quantity": quantity,
                    "locationId": self.shop.location_id(place_of(slot)),
                })
            })
            .collect()
    }

    fn send(&mut self, command: &'static str, payload: Value) -> Answer {
        let id = new_id();
        let answer = self.shop.call_as(&self.shop.session, &id, command, &payload);
        if matches!(answer.outcome(), "done" | "declined") {
            self.kept.push((id, command, payload, answer.clone()));
            let value = &answer.json["value"];
            let batch = match command {
                "batch_undo" => &value["id"],
                // Moving orders has no batch of stock: it is not undone.
                "order_transition_many" => &Value::Null,
                _ => &value["batchId"],
            };
            self.batches.extend(batch.as_str().map(str::to_owned));
        }
        answer
    }

    /// One act in both; None where there is nothing to do it to yet.
    fn act(&mut self, act: &Act) -> Option<(Said, Answer)> {
        match act {
            Act::Tick { seconds } => {
                self.shop.clock.advance_ms(seconds * 1000);
                self.model.now += seconds * 1000;
                None
            }
            Act::SetClock { seconds } => {
                self.shop.clock.set_by_ms(seconds * 1000);
                self.model.now += seconds * 1000;
                // Up to two seconds count as steering: the clock is followed, deadlines stay.
                if seconds.abs() > 2 {
                    for hold in self.model.holds.iter_mut().filter(|hold| hold.fate == Fate::Active) {
                        hold.expires_at += seconds * 1000;
                    }
                    for waiter in self.model.waiters.iter_mut().filter(|it| it.status == "waiting") {
                        waiter.expires_at += seconds * 1000;
                    }
                }
                None
            }
            Act::Reopen => {
                self.shop.reopen();
                None
            }
            Act::PowerCut => {
                self.shop.power_cut();
                self.shop.doctor();
                None
            }
            Act::Again { request, changed } => {
                let (id, command, mut payload, first) = self.kept.get(request % self.kept.len().max(1))?.clone();
                self.model.lapse();
                if *changed {
                    payload["note"] = json!("another");
                    let answer = self.shop.call_as(&self.shop.session, &id, command, &payload);
                    // Not every command takes a note; then the request is refused for what it is.
                    let expected = if command.starts_with("order_transition")
                        || command == "order_ship"
                        || command == "order_return"
                        || command == "order_close_short"
                        || command.starts_with("reservation_extend")
                        || command == "reservation_release"
                        || command == "wait_cancel"
                        || command == "batch_undo"
                    {
                        "VALIDATION"
                    } else {
                        "REQUEST_ID_REUSED"
                    };
                    return Some((Err(expected), answer));
                }
                let answer = self.shop.call_as(&self.shop.session, &id, command, &payload);
                assert_eq!(answer.text, first.text, "the same request again gets the first answer again");
                None
            }
            Act::Receive { product, quantity } => {
                let line = json!({ "variantId": self.variants[product_of(*product)], "quantity": quantity });
                let place = self.shop.location_id(place_of(*product));
                self.model.lapse();
                let said = self.model.receive(*product, *quantity);
                Some((said, self.send("stock_receive", json!({ "lines": [line], "locationId": place }))))
            }
            Act::Adjust { product, delta } => {
                self.model.lapse();
                let said = self.model.adjust(*product, *delta);
                let request = json!({
                    "variantId": self.variants[product_of(*product)], "delta": delta, "reason": "found",
                    "locationId": self.shop.location_id(place_of(*product)),
                });
                Some((said, self.send("stock_adjust", request)))
            }
            Act::Transfer { from, lines } => {
                self.model.lapse();
                let said = self.model.transfer(*from, lines);
                let lines: Vec<Value> = lines
                    .iter()
                    .map(|(product, quantity)| json!({ "variantId": self.variants[*product], "quantity": quantity }))
                    .collect();
                let request = json!({
                    "fromLocationId": self.shop.location_id(PLACES[*from]),
                    "toLocationId": self.shop.location_id(PLACES[1 - from]),
                    "lines": lines,
                });
                Some((said, self.send("stock_transfer", request)))
            }
            Act::Undo { batch } => {
                let batch = batch % self.batches.len().max(1);
                let id = self.batches.get(batch)?.clone();
                self.model.lapse();
                let said = self.model.undo(batch);
                Some((said, self.send("batch_undo", json!({ "id": id }))))
            }
            Act::GiveWay { product, counted, holds, order } => {
                let holds: Vec<usize> = match self.holds.len() {
                    0 => Vec::new(),
                    count => holds.iter().map(|hold| hold % count).collect(),
                };
                let order = match self.orders.len() {
                    0 => None,
                    count => order.map(|(order, line, quantity)| (order % count, line, quantity)),
                };
                if holds.is_empty() && order.is_none() {
                    return None;
                }
                let ids: Vec<&String> = holds.iter().map(|hold| &self.holds[*hold]).collect();
                let lines: Vec<Value> = order
                    .iter()
                    .map(|&(order, line, quantity)| {
                        json!({ "orderId": self.orders[order], "lineNo": line + 1, "quantity": quantity })
                    })
                    .collect();
                let request = json!({
                    "variantId": self.variants[product_of(*product)], "counted": counted, "reason": "damaged",
                    "locationId": self.shop.location_id(place_of(*product)),
                    "giveWay": { "reservations": ids, "orderLines": lines },
                });
                self.model.lapse();
                let said = self.model.give_way(*product, *counted, &holds, order);
                Some((said, self.send("stock_adjust", request)))
            }
            Act::Hold { lines, seconds } => {
                self.model.lapse();
                let said = self.model.hold(lines, *seconds, None);
                let request = json!({ "lines": self.lines(lines), "ttlSeconds": seconds });
                let answer = self.send("reservation_create", request);
                for row in answer.json["value"]["rows"].as_array().into_iter().flatten() {
                    self.holds.push(text(&row["id"]));
                }
                Some((said, answer))
            }
            Act::Extend { hold, seconds } => {
                let hold = hold % self.holds.len().max(1);
                let id = self.holds.get(hold)?.clone();
                self.model.lapse();
                let said = self.model.extend(hold, *seconds);
                Some((said, self.send("reservation_extend", json!({ "ids": [id], "bySeconds": seconds }))))
            }
            Act::Release { hold } => {
                let hold = hold % self.holds.len().max(1);
                let id = self.holds.get(hold)?.clone();
                self.model.lapse();
                let said = self.model.release(hold);
                Some((said, self.send("reservation_release", json!({ "ids": [id] }))))
            }
            Act::Place { lines, holds, up_to, reject, seconds } => {
                let holds: Vec<usize> = match self.holds.len() {
                    0 => Vec::new(),
                    count => holds.iter().map(|hold| hold % count).collect(),
                };
                let ids: Vec<&String> = holds.iter().map(|hold| &self.holds[*hold]).collect();
                let request = json!({
                    "lines": self.lines(lines), "reservationIds": ids, "holdSeconds": seconds,
                    "onShortage": if *reject { "reject" } else { "refuse" },
                    "upTo": match up_to {
                        UpTo::Pending => "pending",
                        UpTo::Confirmed => "confirmed",
                        UpTo::Delivered => "delivered",
                    },
                });
                self.model.lapse();
                let said = self.model.place(lines, &holds, *up_to, *reject, *seconds);
                let answer = self.send("order_place", request);
                if let Some(id) = answer.json["value"]["order"]["id"].as_str() {
                    self.orders.push(id.to_owned());
                    self.learn_holds();
                }
                Some((said, answer))
            }
            Act::Move { order, to, stale } => {
                let order = order % self.orders.len().max(1);
                let id = self.orders.get(order)?.clone();
                self.model.lapse();
                let version = self.model.orders[order].version;
                let said = match self.model.orders[order].state.may_become(*to) {
                    true if *stale => Err("CONFLICT"),
                    true | false => self.model.step(order, *to),
                };
                let version = if *stale { version - 1 } else { version };
                let request = json!({ "id": id, "to": to.word(), "rowVersion": version, "reason": "so" });
                Some((said, self.send("order_transition", request)))
            }
            Act::Wait { product, quantity, part, seconds, hold_seconds, order } => {
                let order = order.filter(|_| !self.orders.is_empty()).map(|order| order % self.orders.len());
                self.model.lapse();
                let said = self.model.wait(Waiter {
                    product: *product,
                    quantity: *quantity,
                    granted: 0,
                    part: *part,
                    expires_at: self.model.now + seconds * 1000,
                    hold_seconds: *hold_seconds,
                    order,
                    status: "waiting",
                });
                let mut lines = self.lines(&[(*product, *quantity)]);
                lines[0]["acceptPart"] = json!(part);
                let mut request = json!({ "lines": lines, "waitSeconds": seconds, "holdSeconds": hold_seconds });
                if let Some(order) = order {
                    request["orderId"] = json!(self.orders[order]);
                }
                let answer = self.send("wait_create", request);
                for row in answer.json["value"]["rows"].as_array().into_iter().flatten() {
                    self.waits.push(text(&row["id"]));
                }
                Some((said, answer))
            }
            Act::Forgo { wait } => {
                let wait = wait % self.waits.len().max(1);
                let id = self.waits.get(wait)?.clone();
                self.model.lapse();
                let said = self.model.forgo(wait);
                Some((said, self.send("wait_cancel", json!({ "ids": [id] }))))
            }
            Act::Ship { order, lines } => {
                let order = order % self.orders.len().max(1);
                let id = self.orders.get(order)?.clone();
                self.model.lapse();
                let version = self.model.orders[order].version;
                let said = self.model.ship(order, lines.as_deref());
                let mut request = json!({ "id": id, "rowVersion": version });
                if let Some(lines) = lines {
                    request["lines"] = lines
                        .iter()
                        .map(|&(line, quantity)| json!({ "lineNo": line + 1, "quantity": quantity }))
                        .collect();
                }
                Some((said, self.send("order_ship", request)))
            }
            Act::Return { order, lines } => {
                let order = order % self.orders.len().max(1);
                let id = self.orders.get(order)?.clone();
                self.model.lapse();
                let version = self.model.orders[order].version;
                let said = self.model.take_back(order, lines);
                let lines: Vec<Value> = lines
                    .iter()
                    .map(|&(line, quantity, damaged)| {
                        let condition = if damaged { "damaged" } else { "sellable" };
                        json!({ "lineNo": line + 1, "quantity": quantity, "condition": condition })
                    })
                    .collect();
                let request = json!({ "id": id, "rowVersion": version, "reason": "broken", "lines": lines });
                Some((said, self.send("order_return", request)))
            }
            Act::Pay { order, cents, tendered } => {
                let order = order % self.orders.len().max(1);
                let id = self.orders.get(order)?.clone();
                self.model.lapse();
                let said = self.model.pay(order, *cents, *tendered);
                let mut request = json!({ "orderId": id, "method": "cash" });
                for (name, cents) in [("amount", cents), ("tendered", tendered)] {
                    if let Some(cents) = cents {
                        request[name] = json!(money(*cents));
                    }
                }
                Some((said, self.send("payment_record", request)))
            }
            Act::Refund { order, cents } => {
                let order = order % self.orders.len().max(1);
                let id = self.orders.get(order)?.clone();
                self.model.lapse();
                let said = self.model.refund(order, *cents);
                let request = json!({ "orderId": id, "method": "card", "amount": money(*cents), "reason": "too much" });
                Some((said, self.send("payment_refund", request)))
            }
            Act::MoveMany { orders, to } => {
                let count = self.orders.len();
                if count == 0 {
                    return None;
                }
                let orders: Vec<usize> = orders.iter().map(|order| order % count).collect();
                self.model.lapse();
                let twice = (1..orders.len()).any(|index| orders[..index].contains(&orders[index]));
                let said: Vec<Said> = match twice {
                    true => Vec::new(),
                    false => orders
                        .iter()
                        .map(|&order| {
                            let said = self.model.step(order, *to);
                            // What one gives back is not the next one's while somebody waits for it.
                            self.model.serve();
                            said
                        })
                        .collect(),
                };
                let ids: Vec<&String> = orders.iter().map(|&order| &self.orders[order]).collect();
                let answer = self.send("order_transition_many", json!({ "ids": ids, "to": to.word(), "reason": "so" }));
                let rows = answer.json["value"]["rows"].as_array().cloned().unwrap_or_default();
                assert_eq!(rows.len(), said.len(), "{}", answer.text);
                for (row, said) in rows.iter().zip(&said) {
                    let code = row["refusal"]["code"].as_str();
                    assert_eq!((row["done"] == json!(true), code), (said.is_ok(), said.err()), "{}", answer.text);
                }
                Some((if twice { Err("VALIDATION") } else { Ok("ok") }, answer))
            }
            Act::CloseShort { order, line, quantity } => {
                let order = order % self.orders.len().max(1);
                let id = self.orders.get(order)?.clone();
                self.model.lapse();
                let version = self.model.orders[order].version;
                let said = self.model.close_short(order, *line, *quantity);
                let request = json!({
                    "id": id, "rowVersion": version, "reason": "sold out",
                    "lines": [{ "lineNo": line + 1, "quantity": quantity }],
                });
                Some((said, self.send("order_close_short", request)))
            }
        }
    }

    /// The ids of the holds that were made on the way.
    fn learn_holds(&mut self) {
        let made = "SELECT lower(hex(id)) FROM reservation WHERE row_no > ?1 ORDER BY row_no";
        let conn = self.shop.look();
        let mut statement = conn.prepare(made).expect("a statement");
        let rows = statement.query_map([self.holds.len() as i64], |row| row.get::<_, String>(0));
        for hex in rows.expect("rows") {
            let id = uuid::Uuid::parse_str(&hex.expect("an id")).expect("an id");
            self.holds.push(id.to_string());
        }
    }

    /// The books say what the model says.
    fn compare(&mut self) {
        self.model.serve();
        self.shop.core.sweep().expect("a sweep");
        self.model.lapse();
        self.learn_holds();
        for (product, (name, _)) in PRODUCTS.iter().enumerate() {
            let mut sums = (0, 0, 0);
            for slot in (0..SLOTS).filter(|slot| product_of(*slot) == product) {
                let (on_hand, reserved) = (self.model.on_hand[slot], self.model.reserved(slot));
                let expected = (on_hand, reserved, on_hand - reserved);
                let place = place_of(slot);
                let found = self.shop.stock_at(name, place);
                assert_eq!(found, expected, "{name} at {place}: on hand, reserved, available");
                sums = (sums.0 + expected.0, sums.1 + expected.1, sums.2 + expected.2);
            }
            assert_eq!(self.shop.stock(name), sums, "{name}: on hand, reserved, available");
        }
        let conn = self.shop.look();
        let holds: Vec<String> = support::column(
            &conn,
            "SELECT lower(hex(id)) || ' ' || quantity || ' ' || status || ' ' || expires_at FROM reservation ORDER BY row_no",
        );
        let expected: Vec<String> = self
            .model
            .holds
            .iter()
            .zip(&self.holds)
            .map(|(hold, id)| {
                format!("{} {} {} {}", id.replace('-', ""), hold.quantity, hold.fate.word(), hold.expires_at)
            })
            .collect();
        assert_eq!(holds, expected, "the holds");
        let waits: Vec<String> = support::column(
            &conn,
            "SELECT lower(hex(id)) || ' ' || granted || ' of ' || quantity || ' ' || status || ' ' || expires_at
             FROM stock_wait ORDER BY row_no",
        );
        let expected: Vec<String> = self
            .model
            .waiters
            .iter()
            .zip(&self.waits)
            .map(|(it, id)| {
                format!("{} {} of {} {} {}", id.replace('-', ""), it.granted, it.quantity, it.status, it.expires_at)
            })
            .collect();
        assert_eq!(waits, expected, "the waits");
        let orders: Vec<String> = support::column(
            &conn,
            "SELECT lower(hex(id)) || ' ' || status || ' v' || row_version || ' ' || total || ' paid ' || paid || ' returned '
                    || returned
             FROM orders ORDER BY row_no",
        );
        let expected: Vec<String> = self
            .model
            .orders
            .iter()
            .zip(&self.orders)
            .map(|(order, id)| {
                let Order { state, version, total, paid, returned, .. } = order;
                format!("{} {} v{version} {total} paid {paid} returned {returned}", id.replace('-', ""), state.word())
            })
            .collect();
        assert_eq!(orders, expected, "the orders");
        let lines: Vec<String> = support::column(
            &conn,
            "SELECT line.quantity || ': ' || coalesce(shipped, 0) || ' ' || coalesce(released, 0) || ' ' || line.returned
             FROM orders
             JOIN order_line AS line ON line.order_id = orders.id
             LEFT JOIN allocation ON allocation.order_id = line.order_id AND allocation.line_no = line.line_no
             WHERE orders.status <> 'cancelled'
             ORDER BY orders.row_no, line.line_no",
        );
        let kept = self.model.orders.iter().filter(|order| order.state != State::Cancelled);
        let expected: Vec<String> = kept
            .flat_map(|order| &order.lines)
            .map(|line| format!("{}: {} {} {}", line.quantity, line.shipped, line.released, line.returned))
            .collect();
        assert_eq!(lines, expected, "the lines: shipped, released, returned");
        let kept = support::column::<i64>(&conn, "SELECT count(*) FROM request")[0];
        assert_eq!(kept as usize, self.kept.len() + PRODUCTS.len() + 1, "every answered request is kept, no other");
    }
}

fn config() -> Config {
    Config {
        cases: std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(80),
        max_shrink_iters: 300,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct("tests/property.seeds"))),
        ..Config::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_books_are_what_the_model_is(acts in acts()) {
        let mut day = Day::begin();
        for act in &acts {
            if let Some((expected, answer)) = day.act(act) {
                let (Ok(word) | Err(word)) = expected;
                prop_assert_eq!(answer.said(), word, "{:?}: {}", act, answer.text);
            }
            day.compare();
        }
        day.shop.doctor();
    }
}
