package org.ringfence.web.shell;

import java.util.List;
import java.util.Map;
import org.primefaces.model.FilterMeta;
import org.primefaces.model.LazyDataModel;
import org.primefaces.model.SortMeta;

/** The rows of a table, of which only those that are shown are read. */
public final class PagedRows<T> extends LazyDataModel<T> {
  private static final long serialVersionUID = 1L;

  private final transient Reader<T> reader;
  private final int count;

  /** Where the rows come from. */
  public interface Reader<T> {
    /**
     * Reads some of them.
     *
     * @param sort the column that was chosen to sort by; inactive and without a field for none
     */
    List<T> read(int first, int most, SortMeta sort);
  }

  /**
   * Knows how many there are before any is read.
   *
   * @param count how many there are in all
   */
  public PagedRows(int count, Reader<T> reader) {
    this.count = count;
    this.reader = reader;
    setRowCount(count);
  }

  @Override
  public int count(Map<String, FilterMeta> filters) {
    return count;
  }

  @Override
  public List<T> load(
      int first, int pageSize, Map<String, SortMeta> sorts, Map<String, FilterMeta> filters) {
    return reader.read(
        first,
        pageSize,
        sorts.values().stream().filter(SortMeta::isActive).findFirst().orElse(new SortMeta()));
  }
}
