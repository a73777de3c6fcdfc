//! The messages as the loop takes them in: of readings that came faster than they could be, the last.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use crate::app::Message;

/// The inbox, and what has been taken out of it to see what comes next.
pub(super) struct Post<'a> {
    inbox: &'a Receiver<Message>,
    ahead: VecDeque<Message>,
}

impl<'a> Post<'a> {
    /// The messages of an inbox.
    pub(super) fn of(inbox: &'a Receiver<Message>) -> Self {
        Self { inbox, ahead: VecDeque::new() }
    }

    /// The next message, waited for.
    pub(super) fn wait(&mut self, sleep: Duration) -> Result<Message, RecvTimeoutError> {
        let next = self.ahead.pop_front().map_or_else(|| self.inbox.recv_timeout(sleep), Ok)?;
        Ok(self.newest(next))
    }

    /// The next message, if one has come.
    pub(super) fn next(&mut self) -> Option<Message> {
        let next = self.ahead.pop_front().or_else(|| self.inbox.try_recv().ok())?;
        Some(self.newest(next))
    }

    /// Of readings that follow on each other the last: it holds what the others would have shown. That the data loop
    /// rests between them is nothing by itself.
    fn newest(&mut self, message: Message) -> Message {
        let mut message = message;
        while matches!(message, Message::Loaded(_)) {
            while self.ahead.iter().all(|next| matches!(next, Message::Rests)) {
                match self.inbox.try_recv() {
                    Ok(next) => self.ahead.push_back(next),
                    Err(_) => return message,
                }
            }
            if !matches!(self.ahead.back(), Some(Message::Loaded(_))) {
                return message;
            }
            message = self.ahead.pop_back().unwrap_or(message);
            self.ahead.clear();
        }
        message
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::mpsc::sync_channel;

    use super::*;
    use crate::domain::Portfolio;

    #[test]
    fn of_readings_that_follow_on_each_other_the_last_is_taken_and_nothing_else_is_lost() {
        let (inbox, messages) = sync_channel(100);
        let readings: Vec<Arc<Portfolio>> = (0..4).map(|_| Arc::default()).collect();
        for message in [
            Message::Loaded(Arc::clone(&readings[0])),
            Message::Rests,
            Message::Loaded(Arc::clone(&readings[1])),
            Message::Rests,
            Message::Redraw,
            Message::Rests,
            Message::Loaded(Arc::clone(&readings[2])),
            Message::Loaded(Arc::clone(&readings[3])),
            Message::Rests,
        ] {
            inbox.send(message).unwrap();
        }
        let mut post = Post::of(&messages);
        let mut taken = Vec::new();
        while let Some(message) = post.next() {
            let Message::Loaded(portfolio) = &message else {
                taken.push(format!("{message:?}"));
                continue;
            };
            let n = readings.iter().position(|it| Arc::ptr_eq(it, portfolio));
            taken.push(n.unwrap().to_string());
        }
        assert_eq!(taken, ["1", "Rests", "Redraw", "Rests", "3", "Rests"]);
        assert!(post.wait(Duration::ZERO).is_err());
    }
}
