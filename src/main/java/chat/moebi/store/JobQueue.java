package chat.moebi.store;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The work that waits for the store's thread, in order. Work that nobody awaits is left waiting for
 * a moment, so that more of it is committed together, and the thread is not woken for each piece.
 */
final class JobQueue {

  private static final int MAX_GROUP = 10_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Job<?>> jobs = new ArrayDeque<>();
  private final long maxSize;
  private int awaited;
  private long size;
  private int leftOut;
  private long restUntil = System.nanoTime();
  private boolean isClosed;

  JobQueue(long maxSize) {
    this.maxSize = maxSize;
  }

  /** Adds work; returns false if the queue is closed. */
  boolean add(Job<?> job) {
    lock.lock();
    try {
      if (isClosed) {
        return false;
      }
      append(job);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Adds work; if too much waits already, the work is left out and counted. */
  void offer(Job<?> job) {
    lock.lock();
    try {
      if (isClosed || size + job.size() > maxSize) {
        leftOut++;
      } else {
        append(job);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Puts work back before all other: it could not be done. */
  void putBack(List<Job<?>> former) {
    lock.lock();
    try {
      List<Job<?>> reversed = new ArrayList<>(former);
      Collections.reverse(reversed);
      for (Job<?> job : reversed) {
        jobs.addFirst(job);
        count(job, 1);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets the work that nobody awaits wait so long, unless other work comes. */
  void rest(Duration time) {
    lock.lock();
    try {
      restUntil = System.nanoTime() + time.toNanos();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for work, and takes what there is. Returns no work if none has come within the limit, or
   * if the queue is closed and empty.
   */
  List<Job<?>> take(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    lock.lock();
    try {
      while (!isClosed && awaited == 0) {
        long now = System.nanoTime();
        long end = jobs.isEmpty() ? deadline : restUntil;
        if (end - now <= 0) {
          break;
        }
        changed.awaitNanos(end - now);
      }
      List<Job<?>> group = new ArrayList<>();
      while (!jobs.isEmpty() && group.size() < MAX_GROUP) {
        Job<?> job = jobs.removeFirst();
        count(job, -1);
        group.add(job);
      }
      return group;
    } finally {
      lock.unlock();
    }
  }

  /** Returns how many pieces of work were left out since the last call. */
  int takeLeftOut() {
    lock.lock();
    try {
      int taken = leftOut;
      leftOut = 0;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more work, and hands out the rest without waiting. */
  void close() {
    lock.lock();
    try {
      isClosed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return isClosed;
    } finally {
      lock.unlock();
    }
  }

  private void append(Job<?> job) {
    boolean wakes = jobs.isEmpty() || job.isAwaited() && awaited == 0;
    jobs.addLast(job);
    count(job, 1);
    if (wakes) {
      changed.signal();
    }
  }

  private void count(Job<?> job, int times) {
    size += (long) job.size() * times;
    awaited += job.isAwaited() ? times : 0;
  }
}
