//! A connection whose client must take what it is sent, as one that reads nothing would hold its place for ever; and which ends so that the client
//! reads the answer first.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// Gives up a stream that takes nothing for so long.
pub(crate) struct Patient<S> {
    stream: S,
    patience: Duration,
    /// Runs while something waits to be taken.
    late: Option<Pin<Box<Sleep>>>,
    last: Option<Last>,
}

/// The end of a connection. A client that is still sending when the other end is closed is told of a broken connection in place of the answer: so
/// what it sends is read and thrown away for a while.
struct Last {
    is_shut: bool,
    discarded: usize,
    /// Nothing came for long enough.
    quiet: Pin<Box<Sleep>>,
    /// However much comes.
    late: Pin<Box<Sleep>>,
}

/// What is thrown away at most, for how long, and how long is waited for more of it.
const MOST: usize = 64 << 20;
const LONGEST: Duration = Duration::from_secs(5);
const QUIET: Duration = Duration::from_millis(250);

impl<S> Patient<S> {
    pub(crate) fn new(stream: S, patience: Duration) -> Self {
        Self { stream, patience, late: None, last: None }
    }

    fn waited<T>(&mut self, polled: Poll<io::Result<T>>, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        if polled.is_ready() {
            self.late = None;
            return polled;
        }
        let late = self.late.get_or_insert_with(|| Box::pin(sleep(self.patience)));
        late.as_mut().poll(context).map(|()| Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &[u8],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(context, buffer);
        self.waited(polled, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffers: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write_vectored(context, buffers);
        self.waited(polled, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_flush(context);
        self.waited(polled, context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let Self { stream, last, .. } = &mut *self;
        let last = last.get_or_insert_with(Last::new);
        if !last.is_shut {
            ready!(Pin::new(&mut *stream).poll_shutdown(context))?;
            last.is_shut = true;
        }
        ready!(last.poll_discard(stream, context));
        Poll::Ready(Ok(()))
    }
}

impl Last {
    fn new() -> Self {
        Self { is_shut: false, discarded: 0, quiet: Box::pin(sleep(QUIET)), late: Box::pin(sleep(LONGEST)) }
    }

    /// Ready once the client sends nothing more, or more than it may.
    fn poll_discard(&mut self, stream: &mut (impl AsyncRead + Unpin), context: &mut Context<'_>) -> Poll<()> {
        let mut block = [0; 16 << 10];
        while self.late.as_mut().poll(context).is_pending() && self.discarded < MOST {
            let mut buffer = ReadBuf::new(&mut block);
            let Poll::Ready(read) = Pin::new(&mut *stream).poll_read(context, &mut buffer) else {
                return self.quiet.as_mut().poll(context);
            };
            let length = buffer.filled().len();
            if read.is_err() || length == 0 {
                break;
            }
            self.discarded += length;
            self.quiet.as_mut().reset(Instant::now() + QUIET);
        }
        Poll::Ready(())
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    use super::*;

    #[tokio::test]
    async fn who_reads_slowly_is_waited_for_and_who_does_not_read_is_not() {
        let patience = Duration::from_millis(300);
        let (near, mut far) = duplex(16);
        let mut stream = Patient::new(near, patience);
        let reader = tokio::spawn(async move {
            let mut taken = [0; 16];
            for _ in 0..6 {
                sleep(Duration::from_millis(100)).await;
                far.read_exact(&mut taken).await.unwrap();
            }
            far
        });
        stream.write_all(&[0; 96]).await.unwrap();
        let _far = reader.await.unwrap();
        let error = stream.write_all(&[0; 96]).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }
    /// What the server has said before it ends is read by who was still sending.
    #[tokio::test]
    async fn who_is_still_sending_when_it_ends_is_let_finish() {
        let (near, mut far) = duplex(1 << 10);
        let mut stream = Patient::new(near, Duration::from_secs(9));
        let ending = tokio::spawn(async move {
            stream.write_all(b"no").await.unwrap();
            stream.shutdown().await.unwrap();
            stream
        });
        far.write_all(&vec![0; 9 << 20]).await.unwrap();
        let mut told = Vec::new();
        far.read_to_end(&mut told).await.unwrap();
        assert_eq!(told, b"no");
        drop(far);
        ending.await.unwrap();
    }

    #[tokio::test]
    async fn who_sends_nothing_or_without_end_is_not_waited_for() {
        let (near, _far) = duplex(16);
        let begun = Instant::now();
        Patient::new(near, Duration::from_secs(9)).shutdown().await.unwrap();
        assert!(begun.elapsed() < LONGEST);

        let (near, mut far) = duplex(1 << 20);
        let endless = tokio::spawn(async move {
            let mut sent = 0;
            while far.write_all(&vec![0; 1 << 16]).await.is_ok() {
                sent += 1 << 16;
            }
            sent
        });
        let mut stream = Patient::new(near, Duration::from_secs(9));
        stream.shutdown().await.unwrap();
        drop(stream);
        assert!(endless.await.unwrap() <= MOST + (2 << 20));
    }
}
