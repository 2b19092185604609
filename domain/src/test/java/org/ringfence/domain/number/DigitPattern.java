package org.ringfence.domain.number;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/**
 * A regular expression over digits, as numbering metadata has them, that can be followed digit by
 * digit: after which beginnings may a number still fit?
 */
final class DigitPattern {
  private final String text;
  private int at;
  private final List<Integer> digits = new ArrayList<>();
  private final List<Integer> next = new ArrayList<>();
  private final List<List<Integer>> freely = new ArrayList<>();
  private final int begin;
  private final int end;

  DigitPattern(String text) {
    this.text = text;
    int[] whole = alternatives();
    if (at != text.length()) {
      throw new IllegalArgumentException("not understood: " + text.substring(at));
    }
    begin = whole[0];
    end = whole[1];
  }

  BitSet begin() {
    BitSet states = new BitSet();
    states.set(begin);
    return closed(states);
  }

  BitSet after(BitSet states, int digit) {
    BitSet following = new BitSet();
    states.stream()
        .filter(state -> (digits.get(state) >> digit & 1) == 1)
        .forEach(state -> following.set(next.get(state)));
    return closed(following);
  }

  boolean isComplete(BitSet states) {
    return states.get(end);
  }

  private BitSet closed(BitSet states) {
    Deque<Integer> open = new ArrayDeque<>(states.stream().boxed().toList());
    while (!open.isEmpty()) {
      for (int reached : freely.get(open.pop())) {
        if (!states.get(reached)) {
          states.set(reached);
          open.add(reached);
        }
      }
    }
    return states;
  }

  private int state(int mask, int following) {
    digits.add(mask);
    next.add(following);
    freely.add(new ArrayList<>());
    return digits.size() - 1;
  }

  private int[] alternatives() {
    int from = state(0, -1);
    int to = state(0, -1);
    while (true) {
      int[] sequence = sequence();
      freely.get(from).add(sequence[0]);
      freely.get(sequence[1]).add(to);
      if (at == text.length() || text.charAt(at) != '|') {
        return new int[] {from, to};
      }
      at++;
    }
  }

  private int[] sequence() {
    int from = state(0, -1);
    int to = from;
    while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
      int atomAt = at;
      int[] atom = atom();
      int least = 1;
      int most = 1;
      if (at < text.length() && text.charAt(at) == '?') {
        at++;
        least = 0;
      } else if (at < text.length() && text.charAt(at) == '{') {
        int close = text.indexOf('}', at);
        String[] times = text.substring(at + 1, close).split(",", -1);
        least = Integer.parseInt(times[0]);
        most = Integer.parseInt(times[times.length - 1]);
        at = close + 1;
      }
      int after = at;
      for (int i = 0; i < most; i++) {
        if (i > 0) {
          at = atomAt;
          atom = atom();
        }
        freely.get(to).add(atom[0]);
        int reached = state(0, -1);
        freely.get(atom[1]).add(reached);
        if (i >= least) {
          freely.get(to).add(reached);
        }
        to = reached;
      }
      at = after;
    }
    return new int[] {from, to};
  }

  private int[] atom() {
    char c = text.charAt(at++);
    if (c == '(') {
      at += text.startsWith("?:", at) ? 2 : 0;
      int[] group = alternatives();
      at++;
      return group;
    }
    int mask = 0;
    if (c == '\\') {
      at++;
      mask = 0b11_1111_1111;
    } else if (c == '[') {
      while (text.charAt(at) != ']') {
        char low = text.charAt(at++);
        char high = low;
        if (low == '\\') {
          at++;
          mask = 0b11_1111_1111;
          continue;
        }
        if (text.charAt(at) == '-') {
          high = text.charAt(at + 1);
          at += 2;
        }
        for (char digit = low; digit <= high; digit++) {
          mask |= 1 << (digit - '0');
        }
      }
      at++;
    } else if (c >= '0' && c <= '9') {
      mask = 1 << (c - '0');
    } else {
      throw new IllegalArgumentException("not understood: " + c + " in " + text);
    }
    int to = state(0, -1);
    return new int[] {state(mask, to), to};
  }
}
